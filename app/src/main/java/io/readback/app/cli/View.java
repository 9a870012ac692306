package io.readback.app.cli;

import java.util.List;

/**
 * A document of the API as a table.
 *
 * @param path the path of the document
 * @param columns one row stands for one element of the document
 * @param empty what to say when there is none
 */
record View(String path, List<Column> columns, String empty) {}
