/*
 * Plays prepared BGP messages to one router after another. Knows only as much of BGP as it takes to
 * bring a session up.
 *
 *   replay ADDRESS PORT OPEN UPDATES WITHDRAWALS
 *
 * OPEN, UPDATES and WITHDRAWALS are files of whole messages. UPDATES are written as soon as the
 * router's first KEEPALIVE has come. After that, each line of hexadecimal digits on standard input
 * is written as it is, and for the line "withdraw" the WITHDRAWALS.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 19, OPEN = 1, NOTIFICATION = 3, KEEPALIVE = 4, KEEPALIVE_SECONDS = 1 };

struct octets {
  uint8_t *data;
  size_t length;
};

static uint8_t keepalive[HEADER];
static struct octets withdrawals;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct octets load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) fail(path);
  struct octets all = {NULL, (size_t)ftell(file)};
  rewind(file);
  all.data = malloc(all.length + 1);
  if (all.data == NULL || fread(all.data, 1, all.length, file) != all.length) fail(path);
  fclose(file);
  return all;
}

static int send_all(int peer, const uint8_t *data, size_t length) {
  while (length > 0) {
    ssize_t done = write(peer, data, length);
    if (done <= 0) return -1;
    data += done;
    length -= (size_t)done;
  }
  return 0;
}

static int receive(int peer, uint8_t *data, size_t length) {
  while (length > 0) {
    ssize_t done = read(peer, data, length);
    if (done <= 0) return -1;
    data += done;
    length -= (size_t)done;
  }
  return 0;
}

/* Returns 0 once the router's KEEPALIVE has come. */
static int establish(int peer, struct octets open) {
  uint8_t message[65536];
  if (send_all(peer, open.data, open.length) != 0) return -1;
  for (;;) {
    if (receive(peer, message, HEADER) != 0) return -1;
    size_t length = (size_t)message[16] << 8 | message[17];
    if (length < HEADER || receive(peer, message + HEADER, length - HEADER) != 0) return -1;
    switch (message[18]) {
      case OPEN:
        if (send_all(peer, keepalive, HEADER) != 0) return -1;
        break;
      case KEEPALIVE:
        return 0;
      case NOTIFICATION:
        return -1;
    }
  }
}

static int digit(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* Sends every whole line of the buffer; returns how much of it is left, or -1. */
static ssize_t send_lines(int peer, char *buffer, size_t length) {
  char *end;
  while ((end = memchr(buffer, '\n', length)) != NULL) {
    if (*buffer == 'w') {
      if (send_all(peer, withdrawals.data, withdrawals.length) != 0) return -1;
    } else {
      uint8_t message[4096];
      size_t octets = (size_t)(end - buffer) / 2;
      for (size_t i = 0; i < octets; i++)
        message[i] = (uint8_t)(digit(buffer[2 * i]) << 4 | digit(buffer[2 * i + 1]));
      if (send_all(peer, message, octets) != 0) return -1;
    }
    length -= (size_t)(end + 1 - buffer);
    memmove(buffer, end + 1, length);
  }
  return (ssize_t)length;
}

/* Keeps the session until the router ends it. */
static void hold(int peer) {
  static char lines[8192];
  uint8_t received[65536];
  size_t pending = 0;
  time_t told = time(NULL);
  struct pollfd watched[] = {{peer, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  for (;;) {
    poll(watched, 2, 200);
    if (watched[0].revents != 0 && read(peer, received, sizeof received) <= 0) return;
    if (watched[1].revents != 0) {
      ssize_t more = read(STDIN_FILENO, lines + pending, sizeof lines - pending);
      if (more <= 0) {
        watched[1].fd = -1;
      } else {
        ssize_t left = send_lines(peer, lines, pending + (size_t)more);
        if (left < 0) return;
        pending = (size_t)left;
      }
    }
    /* often, because a router may ask for a hold time of a few seconds */
    if (time(NULL) - told >= KEEPALIVE_SECONDS) {
      if (send_all(peer, keepalive, HEADER) != 0) return;
      told = time(NULL);
    }
  }
}

int main(int count, char **argument) {
  if (count != 6) {
    fputs("replay ADDRESS PORT OPEN UPDATES WITHDRAWALS\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  memset(keepalive, 0xff, 16);
  keepalive[17] = HEADER;
  keepalive[16] = 0;
  keepalive[18] = KEEPALIVE;
  struct octets open = load(argument[3]);
  struct octets updates = load(argument[4]);
  withdrawals = load(argument[5]);
  struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argument[2]))};
  int on = 1;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (inet_pton(AF_INET, argument[1], &local.sin_addr) != 1) fail(argument[1]);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&local, sizeof local) != 0 || listen(listener, 8) != 0)
    fail("listen");
  puts("listening");
  fflush(stdout);
  for (;;) {
    int peer = accept(listener, NULL, NULL);
    if (peer < 0) fail("accept");
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (establish(peer, open) == 0 && send_all(peer, updates.data, updates.length) == 0) hold(peer);
    close(peer);
  }
}
