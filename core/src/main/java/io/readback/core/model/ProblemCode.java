package io.readback.core.model;

import io.readback.core.model.Problem.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What sort of problem it is. A code keeps its number and its meaning for good; what is said of it
 * here is also the reference page, {@code docs/lint.md}. The hundreds name the subject, and a code
 * that ends in 00 stands for the rules of a kind that have no code of their own.
 *
 * <p>Longer than other classes because it is a table.
 */
public enum ProblemCode {
  // 1: reading
  FILE(
      "RB100",
      Severity.ERROR,
      "a file or folder cannot be read",
      "A file or folder is missing, may not be read, is too large, is empty where it held objects"
          + " before, or a symbolic link leads nowhere.",
      "Make it readable, or remove it."),
  SYNTAX(
      "RB101",
      Severity.ERROR,
      "the text is not YAML or JSON",
      "A document that cannot be parsed gives no objects. A running agent keeps the file's last"
          + " good version; a new one knows nothing of its objects.",
      "Mend the syntax at the line named or above it."),
  NO_MANIFEST(
      "RB102",
      Severity.ERROR,
      "a document is no manifest",
      "A manifest is an object with apiVersion, kind and metadata.name.",
      "Add what is missing, or keep the document in another folder."),
  UNKNOWN_KIND(
      "RB103",
      Severity.NOTICE,
      "a kind is not used",
      "Objects of other programs may stand in the folder. Where the kind is nearly one that is"
          + " read, it was probably misspelt.",
      "Correct apiVersion or kind, or leave it."),
  UNKNOWN_VERSION(
      "RB104",
      Severity.ERROR,
      "the version of a kind is not known",
      "Fields may mean something else in another version, so the object has no effect.",
      "Use one of the versions named."),
  BAD_NAME(
      "RB105",
      Severity.ERROR,
      "a name is not one that Kubernetes takes",
      "Names and namespaces are RFC 1123 subdomains of at most 253 characters.",
      "Use lower-case letters, digits, '-' and '.'."),
  DUPLICATE_OBJECT(
      "RB106",
      Severity.ERROR,
      "an object stands in the folder twice",
      "The first one by file name and place has effect, the other has none.",
      "Remove one of them."),
  UNKNOWN_FIELD(
      "RB107",
      Severity.WARNING,
      "a field is unknown",
      "A field that nobody knows has no effect; usually it is misspelt or stands at the wrong"
          + " depth.",
      "Take the name that is suggested, or remove the field."),
  MISSING_FIELD(
      "RB108",
      Severity.ERROR,
      "a field is missing",
      "What cannot be without it has no effect.",
      "Add the field."),
  WRONG_TYPE(
      "RB109",
      Severity.ERROR,
      "a value is of the wrong type",
      "For instance a text where a number is needed. Kubernetes refuses such an object; a text"
          + " that is written without quotes and looks like a number or flag is taken, with a"
          + " warning.",
      "Write the value in the type named, texts in quotes."),
  BAD_VALUE(
      "RB110",
      Severity.ERROR,
      "a value is not allowed",
      "It is out of range, not one of the words allowed, no IP address, no prefix, no community,"
          + " no duration. Timers belong here too: a hold time of 1 or 2 s is not allowed by"
          + " RFC 4271.",
      "Use a value of the range or form named."),
  DUPLICATE_FIELD(
      "RB111",
      Severity.ERROR,
      "a field is given twice",
      "YAML parsers differ in which one counts; here the first one does.",
      "Keep one of them."),
  HOST_BITS(
      "RB112",
      Severity.NOTICE,
      "a prefix has host bits set",
      "It counts as the network around it, which may be more than was meant.",
      "Write the network address."),
  DEPRECATED_VERSION(
      "RB120",
      Severity.NOTICE,
      "the version of a kind is deprecated",
      "It works here. A cluster that no longer serves the version refuses the object.",
      "Use the version named."),
  DEPRECATED_FIELD(
      "RB121",
      Severity.NOTICE,
      "a field is deprecated",
      "It works here, or never had an effect; newer versions of the schema leave it out.",
      "Use the field named instead, or remove it."),
  DEPRECATED_ANNOTATION(
      "RB122",
      Severity.NOTICE,
      "an annotation's name is deprecated",
      "It works here. Where both names are present the newer one counts.",
      "Use the name suggested."),

  // 2: pools
  POOL(
      "RB200",
      Severity.ERROR,
      "a pool breaks a rule of its kind",
      "For instance a range whose start is above its stop, or a block with neither cidr nor start."
          + " What is broken has no effect.",
      "See the message."),
  POOL_OVERLAP(
      "RB201",
      Severity.WARNING,
      "pools overlap",
      "In Cilium's dialect the newer of two overlapping pools is marked as conflicting and gives"
          + " nothing any more, by all of its blocks; a pool that overlaps itself is marked too."
          + " MetalLB refuses the pool. Without creation times, as in a folder, the name decides"
          + " which one is the newer.",
      "Let each address belong to one block of one pool."),
  POOL_EMPTY(
      "RB202",
      Severity.WARNING,
      "a pool has no address to give",
      "All its blocks are broken, or the few addresses it has are all reserved.",
      "Add blocks with cidr, or start and stop."),
  POOL_UNUSABLE(
      "RB203",
      Severity.WARNING,
      "no Service can use a pool",
      "Its selector matches no Service of type LoadBalancer, or none of those that it matches asks"
          + " for a family it has.",
      "Mend the selector or the labels, or remove the pool."),
  POOL_DISABLED(
      "RB204",
      Severity.NOTICE,
      "a pool is disabled",
      "Holders keep their addresses, nothing new is given.",
      "Remove disabled when the pool shall serve again."),
  POOL_HOLDS_INFRASTRUCTURE(
      "RB206",
      Severity.WARNING,
      "a pool holds the address of a node, a peer or a router",
      "Once a Service is given that address, routers send the node's or the peer's own traffic to"
          + " the Service, and the session that announces it may take itself down.",
      "Leave the address out of the pool's blocks."),
  POOL_IN_CLUSTER_NETWORK(
      "RB207",
      Severity.WARNING,
      "a pool overlaps the addresses of pods or of the cluster's Services",
      "An address would be a VIP and a pod or cluster address at once.",
      "Give the pool a network of its own."),
  POOL_VERY_LARGE(
      "RB208",
      Severity.WARNING,
      "a block is larger than VIPs need",
      "A block larger than an IPv4 /16 or an IPv6 /64 is usually a slip in the prefix length, and"
          + " takes addresses that belong to others.",
      "Check the prefix length."),
  POOL_SPECIAL_ADDRESSES(
      "RB209",
      Severity.WARNING,
      "a block holds addresses that cannot be routed",
      "Loopback, link-local, multicast, unspecified and reserved addresses (RFC 6890) are not"
          + " forwarded by routers.",
      "Use addresses of your own network."),
  UNKNOWN_POOL(
      "RB210",
      Severity.WARNING,
      "a pool is named that does not exist",
      "A Service or an advertisement names a pool that is not there, so it gets or announces"
          + " nothing of it.",
      "Mend the name, or add the pool."),
  POOL_ROUTER_ANYCAST(
      "RB211",
      Severity.WARNING,
      "a pool for links holds the anycast address of routers",
      "The first address of an IPv6 subnet belongs to all routers on it (RFC 4291 section 2.6.1):"
          + " each of them answers for it, beside the node that should.",
      "Let the pool begin behind it."),

  // 3: peers
  PEERING(
      "RB300",
      Severity.ERROR,
      "a cluster, peer or node configuration breaks a rule of its kind",
      "What is broken has no effect: a peer without address, a second instance of one name, a"
          + " keepalive time above the hold time, a part that this version does not serve.",
      "See the message."),
  MISSING_PEER_CONFIG(
      "RB301",
      Severity.WARNING,
      "a peer refers to a configuration that does not exist",
      "The session comes up with defaults, and defaults announce nothing.",
      "Mend the name, or add the configuration."),
  NO_NODE_SELECTED(
      "RB302",
      Severity.WARNING,
      "no node is selected",
      "The selector of nodes matches none, so nobody peers.",
      "Label the nodes, or mend the selector."),
  NODE_OWNED_BY_ANOTHER(
      "RB303",
      Severity.ERROR,
      "two cluster configurations select the same node",
      "A node belongs to one of them, the first by name; the other has no effect on it.",
      "Let the node selectors select different nodes."),
  OVERRIDE_WITHOUT_NODE(
      "RB304",
      Severity.WARNING,
      "an override names no node",
      "An override works by its name, which must be the node's.",
      "Name it like its node."),
  OVERRIDE_UNUSED(
      "RB305",
      Severity.WARNING,
      "an override names an instance or a peer that its node does not have",
      "What it says has no effect, such as a BGP Identifier or a local address.",
      "Use the names of the cluster configuration."),
  MISSING_SECRET(
      "RB306",
      Severity.WARNING,
      "the Secret with a session's password is missing",
      "Without it the session is left out: Readback never opens it without the password. Cilium"
          + " reads the Secret in the namespace kube-system only.",
      "Add the Secret, with the key 'password', where it is looked for."),
  SECRET_WITHOUT_KEY(
      "RB307",
      Severity.WARNING,
      "a Secret lacks the key that is needed",
      "It counts as missing.",
      "Add the key."),
  FAMILY_WITHOUT_ADVERTISEMENTS(
      "RB308",
      Severity.WARNING,
      "a session's family has no selector of advertisements",
      "The commonest mistake with Cilium's kinds: without a selector nothing is sent, and the"
          + " session looks healthy all the same.",
      "Add advertisements, a selector on the labels of advertisements, to the family."),
  FAMILY_SELECTS_NOTHING(
      "RB309",
      Severity.WARNING,
      "a session's family selects no advertisement",
      "Its selector looks at the labels of advertisements, not at their names; nothing has the"
          + " labels it asks for.",
      "Label the advertisement, or mend the selector."),
  NO_LOCAL_ASN(
      "RB310",
      Severity.ERROR,
      "an instance has no AS number on a node",
      "Neither the cluster configuration nor the node's override gives one.",
      "Set localASN in one of them."),
  PEER_LEFT_OUT(
      "RB311",
      Severity.ERROR,
      "a peer is left out on a node",
      "Something about it cannot be used there, as the message says; the node's other peers are"
          + " not concerned.",
      "See the message."),
  RESERVED_ASN(
      "RB312",
      Severity.WARNING,
      "an AS number is reserved",
      "23456 stands for others' four-octet numbers (RFC 6793), 65535 and 4294967295 are reserved"
          + " (RFC 7300), 64496 to 64511 and 65536 to 65551 are for documentation (RFC 5398):"
          + " peers refuse or filter them.",
      "Use a private number: 64512 to 65534, or 4200000000 to 4294967294."),
  ANY_ASN(
      "RB313",
      Severity.NOTICE,
      "a peer may open with any AS number",
      "peerASN 0, or none, accepts whoever answers at the address, and whether the session is"
          + " internal or external, and so whether LOCAL_PREF is sent, is known only then.",
      "Set peerASN."),
  INTERNAL_MULTIHOP(
      "RB314",
      Severity.WARNING,
      "a multihop TTL is set for an internal peer",
      "Internal sessions have no TTL limit, the setting has no effect; or peerASN was meant to"
          + " differ from localASN.",
      "Remove ebgpMultihop, or correct the AS number."),
  MIXED_PEERING(
      "RB315",
      Severity.WARNING,
      "a peer is internal on one node and external on another",
      "An override changes the AS number of some nodes, so that they send other attributes than"
          + " the rest: no LOCAL_PREF, and their AS in the path. A router then prefers some nodes"
          + " over others instead of spreading traffic.",
      "Make two instances or cluster configurations of it."),
  PEER_WITHOUT_CONFIG(
      "RB316",
      Severity.WARNING,
      "a peer names no configuration",
      "The session comes up with defaults, and defaults announce nothing.",
      "Add peerConfigRef."),
  PEER_IS_NODE(
      "RB317",
      Severity.WARNING,
      "a node would peer with itself",
      "The peer's address is the node's own.",
      "Use the router's address, or select other nodes."),
  DUPLICATE_PEER(
      "RB318",
      Severity.WARNING,
      "a node has two sessions with the same address and port",
      "A router keeps one session for each of our addresses; two of them close each other in turn"
          + " (RFC 4271 section 6.8).",
      "Keep one of the peers, or give them different local addresses."),
  DUPLICATE_BGP_IDENTIFIER(
      "RB319",
      Severity.WARNING,
      "two nodes have the same BGP Identifier",
      "A router that has sessions with both may refuse the second, and internal ones always do"
          + " (RFC 6286).",
      "Give each node its own routerID."),
  TIMERS(
      "RB320",
      Severity.WARNING,
      "the timers of a session cannot hold it, or hold it too long",
      "A hold time needs room for three keepalives, else one lost packet ends the session. A very"
          + " long one lets a router send traffic to a dead node for as long; a long"
          + " ConnectRetryTimer leaves routes away for as long after the router was restarted.",
      "Use a keepalive time of a third of the hold time, at most a few minutes, and a short"
          + " connectRetryTimeSeconds."),
  GRACEFUL_RESTART_WITHOUT_BFD(
      "RB322",
      Severity.NOTICE,
      "graceful restart without BFD",
      "When a node dies, routers keep its routes for the hold time and then for the restart time,"
          + " and traffic to it is lost for that long. A warning from 240 s on.",
      "Use BFD, or a short hold and restart time."),
  LISTEN_PORT_TWICE(
      "RB323",
      Severity.WARNING,
      "two instances of a node listen on one port",
      "Only one of them can have it.",
      "Give each instance its own localPort, or none."),
  PEER_CONFIG_UNUSED(
      "RB324",
      Severity.NOTICE,
      "nobody refers to a peer configuration",
      "It has no effect.",
      "Refer to it by peerConfigRef.name, or remove it."),
  PASSWORD_IN_CLEAR(
      "RB325",
      Severity.WARNING,
      "a password stands in a manifest in clear",
      "Everybody who may read the object, or the folder, knows it.",
      "Put it into a Secret and refer to that."),
  UNKNOWN_REFERENCE(
      "RB326",
      Severity.WARNING,
      "a peer or profile is named that does not exist",
      "What refers to it lacks that part; in MetalLB's dialect a peer without its BFD profile and an"
          + " advertisement without one of its communities have no effect at all.",
      "Mend the name, or add the object."),
  SETTINGS_CONFLICT(
      "RB327",
      Severity.WARNING,
      "two BgpPeerSettings set one field of a session, or two BgpRouteSettings of a route",
      "The older of the two counts, without creation times the first by name; the other's field has"
          + " no effect there.",
      "Let one of the two set the field, or select different peers or Services."),
  SETTINGS_UNUSED(
      "RB328",
      Severity.WARNING,
      "BgpPeerSettings or BgpRouteSettings select no session",
      "Its node selector and its peers must both agree with a session of some node.",
      "Correct the selector, or the names, addresses or instances of peers."),
  DYNAMIC_PEERS_UNUSED(
      "RB329",
      Severity.WARNING,
      "BgpDynamicPeers name an instance that no node has",
      "Nobody can connect: the instance is that of a CiliumBGPClusterConfig or CiliumBGPNodeConfig"
          + " on a node that the node selector selects.",
      "Correct instance or nodeSelector."),

  // 4: advertisements
  ADVERTISEMENT(
      "RB400",
      Severity.ERROR,
      "an advertisement breaks a rule of its kind",
      "An entry that Cilium's admission would refuse has no effect here, the others keep theirs.",
      "See the message."),
  ENTRY_WITHOUT_SELECTOR(
      "RB401",
      Severity.WARNING,
      "an entry has no selector",
      "For Services and pod pools of Cilium's dialect a missing selector selects nothing at all."
          + " In MetalLB's dialect it would select everything.",
      "Add a selector. For all Services: matchExpressions: [{key: somekey, operator: NotIn,"
          + " values: [never-used-value]}]."),
  ENTRY_SELECTS_NOTHING(
      "RB402",
      Severity.WARNING,
      "an entry selects no Service",
      "Its selector looks at the labels of Services (and io.kubernetes.service.name and"
          + " .namespace); no Service with an address of the types named has them.",
      "Label the Services, or mend the selector."),
  ADVERTISEMENT_UNUSED(
      "RB403",
      Severity.WARNING,
      "no session selects an advertisement",
      "Families of peer configurations select advertisements by their labels; none asks for"
          + " those that this one has.",
      "Give it the labels that a family asks for."),
  LOCAL_PREFERENCE_EXTERNAL(
      "RB404",
      Severity.WARNING,
      "a local preference would be sent to external peers only",
      "LOCAL_PREF never leaves an AS (RFC 4271 section 5.1.5): it is dropped on external"
          + " sessions.",
      "Use communities that the router turns into a preference."),
  AGGREGATE_COVERS_OTHERS(
      "RB405",
      Severity.WARNING,
      "an aggregate covers more than the pool",
      "The node attracts traffic for addresses that are not VIPs, and may send it back to the"
          + " router that sent it: a loop. In MetalLB's dialect the advertisement has no effect for"
          + " such a pool.",
      "Use an aggregation length not shorter than the pool's prefix."),
  HARMFUL_COMMUNITY(
      "RB409",
      Severity.WARNING,
      "a community makes routers drop or hide the route",
      "blackhole (RFC 7999) makes routers discard the traffic; planned-shut, that is"
          + " GRACEFUL_SHUTDOWN (RFC 8326), makes every other path win; no-advertise keeps the"
          + " route on the first router.",
      "Remove it unless it is meant."),
  LOCAL_PREFERENCES_DIFFER(
      "RB410",
      Severity.NOTICE,
      "overlapping advertisements have different local preferences",
      "For a Service that both select, Cilium's dialect takes the larger one. In MetalLB's the"
          + " later advertisement has no effect for the pool.",
      "Let the selectors select different Services, or use one preference."),
  NO_POD_NETWORK(
      "RB412",
      Severity.WARNING,
      "pod networks are announced, and no node has one",
      "Neither a Node nor a CiliumNode names a pod network.",
      "Remove the entry, or let the nodes have podCIDRs."),
  LINK_SELECTS_NOTHING(
      "RB413",
      Severity.WARNING,
      "a manifest for links selects nothing",
      "An L2Advertisement needs a pool, a node that may answer and a Service with an address of the"
          + " pool; a CiliumL2AnnouncementPolicy a node and a Service with an address of the sorts it"
          + " names. Nodes that are excluded from external load balancers, or without network, may"
          + " not answer in MetalLB's dialect.",
      "Label what is meant, or mend the selector."),
  LINK_SHARED_ADDRESS(
      "RB414",
      Severity.WARNING,
      "a shared address is kept from a link by a selector of Services",
      "Services that share an address (allow-shared-ip) are not made known by an L2Advertisement"
          + " with serviceSelectors, as it may select one of them and not the other: all of them"
          + " must be answered for by the same node.",
      "Select by pools instead, or do not share."),
  LINK_INTERFACES(
      "RB415",
      Severity.WARNING,
      "names of interfaces do not mean what they look like",
      "An L2Advertisement has exact names. A CiliumL2AnnouncementPolicy has regular expressions,"
          + " which are found anywhere in a name: eth1 is in veth1 and eth10 too.",
      "Write exact names in the one, and ^ and $ around the other."),

  // 5: Services
  SERVICE(
      "RB500",
      Severity.ERROR,
      "a Service or EndpointSlice breaks a rule of its kind",
      "A Service whose type or traffic policy cannot be read has no effect: a guess might announce"
          + " it from the wrong nodes.",
      "See the message."),
  REQUESTED_ADDRESS_OUTSIDE(
      "RB501",
      Severity.WARNING,
      "an address is asked for that no pool has",
      "The Service waits for it and gets no other one.",
      "Ask for an address of a pool that serves the Service, or extend a pool."),
  SHARING_REFUSED(
      "RB502",
      Severity.WARNING,
      "Services have one sharing key and may not share",
      "In Cilium's dialect both must permit the other's namespace, their ports must differ, and"
          + " traffic policies (with Local also selectors) must agree. MetalLB does not look at"
          + " namespaces.",
      "See the message."),
  LOCAL_WITHOUT_ENDPOINTS(
      "RB503",
      Severity.WARNING,
      "a Local Service has no endpoint on any announcing node",
      "With externalTrafficPolicy Local a node announces only where it has an active endpoint.",
      "Run the pods on nodes that peer, or use the policy Cluster."),
  FOREIGN_CLASS(
      "RB504",
      Severity.NOTICE,
      "nobody here serves the class of a Service",
      "The Service gets no address here. A warning where the class is nearly one that is served.",
      "Correct loadBalancerClass, or leave it to its own controller."),
  TWO_DIALECTS(
      "RB505",
      Severity.WARNING,
      "both dialects claim a Service",
      "Pools of Cilium's and of MetalLB's kinds could serve it, and the two have different rules;"
          + " it is served by neither until that is decided.",
      "Say which by the annotation readback.io/dialect, by loadBalancerClass, or by the selectors of pools."),
  NO_ADDRESS(
      "RB506",
      Severity.WARNING,
      "a Service gets no address",
      "The allocator, fed with these manifests, does not satisfy it; the message has the reason"
          + " that its condition would show.",
      "Make a pool that serves it, with a free address of its family."),
  NOT_ANNOUNCED(
      "RB507",
      Severity.WARNING,
      "a Service has an address that nobody announces",
      "No session of any node carries it; the message says where the chain breaks.",
      "Follow the reason: select the Service by an advertisement, the advertisement by a family,"
          + " the node by a cluster configuration."),
  BAD_ANNOTATION(
      "RB510",
      Severity.WARNING,
      "the value of an annotation cannot be used",
      "In Cilium's dialect a part that is no IP address is passed over, so the Service may get an"
          + " address that was not meant; in MetalLB's it gets none. A dialect that is not known"
          + " decides nothing.",
      "Write addresses, separated by commas; for readback.io/dialect cilium or metallb."),
  UNKNOWN_ANNOTATION(
      "RB511",
      Severity.WARNING,
      "an annotation is nearly one that is known",
      "Annotations with a misspelt name have no effect and nobody says so.",
      "Take the name that is suggested."),
  NO_ENDPOINTS(
      "RB514",
      Severity.NOTICE,
      "a Service has no endpoints, and is announced all the same",
      "In Cilium's dialect a Service with the traffic policy Cluster is announced even with no"
          + " endpoint (--enable-no-service-endpoints-routable), MetalLB withdraws it.",
      "Start its pods, mend its selector, or set the option to false."),

  // 6: routers
  ROUTER(
      "RB600",
      Severity.ERROR,
      "a Router breaks a rule of its kind",
      "What is broken has no effect.",
      "See the message."),
  ROUTER_WITHOUT_GLASS(
      "RB601",
      Severity.WARNING,
      "a Router has no looking glass",
      "Nothing can be read back from it.",
      "Add one under lookingGlasses."),
  ROUTER_IS_NO_PEER(
      "RB602",
      Severity.WARNING,
      "a Router's address is nobody's peer",
      "Nothing is expected there, so nothing is verified.",
      "Use the peerAddress by which the cluster's sessions know it."),
  CREDENTIAL_IN_MANIFEST(
      "RB603",
      Severity.ERROR,
      "a credential stands in a Router in clear",
      "It is not taken: everybody who may read the folder would know it.",
      "Put it into a Secret and refer to it by secretRef."),
  ROUTER_SECRET(
      "RB604",
      Severity.WARNING,
      "the Secret of a looking glass is missing",
      "The router cannot be logged in to.",
      "Add the Secret."),
  PEER_NOT_READ_BACK(
      "RB605",
      Severity.NOTICE,
      "no Router stands for a peer",
      "Routes to it are announced and nobody looks whether they arrive.",
      "Add a Router with the peer's address."),
  ROUTER_ADDRESS_TWICE(
      "RB606",
      Severity.WARNING,
      "two Routers have one address",
      "What is expected at the address is expected at both, and one of them cannot have it.",
      "Let each address stand in one Router."),

  // 7: the cluster's own objects
  CLUSTER_OBJECT(
      "RB700",
      Severity.ERROR,
      "a Node, Namespace or Secret breaks a rule of its kind",
      "What is broken has no effect.",
      "See the message."),
  NODE_WITHOUT_ADDRESS(
      "RB701",
      Severity.WARNING,
      "a peering node has no internal address",
      "What its routes should look like at a router is not known, and its BGP Identifier is a"
          + " number made of its name.",
      "Give the Node or CiliumNode an address of type InternalIP."),

  // 9: the agent itself
  AGENT(
      "RB900",
      Severity.ERROR,
      "something is wrong with the agent itself",
      "Its settings, its state folder, a plugin, or a fault of the program. Only a running agent"
          + " says so, with `readback problems`.",
      "See the message.");

  private static final Map<String, ProblemCode> OF_KIND =
      Map.ofEntries(
          Map.entry("CiliumLoadBalancerIPPool", POOL),
          Map.entry("CiliumPodIPPool", POOL),
          Map.entry("IPAddressPool", POOL),
          Map.entry("CiliumBGPClusterConfig", PEERING),
          Map.entry("CiliumBGPPeerConfig", PEERING),
          Map.entry("CiliumBGPNodeConfig", PEERING),
          Map.entry("CiliumBGPNodeConfigOverride", PEERING),
          Map.entry("BGPPeer", PEERING),
          Map.entry("BgpPeerSettings", PEERING),
          Map.entry("BgpDynamicPeers", PEERING),
          Map.entry("BgpRouteSettings", ADVERTISEMENT),
          Map.entry("BFDProfile", PEERING),
          Map.entry("CiliumBGPAdvertisement", ADVERTISEMENT),
          Map.entry("CiliumL2AnnouncementPolicy", ADVERTISEMENT),
          Map.entry("BGPAdvertisement", ADVERTISEMENT),
          Map.entry("L2Advertisement", ADVERTISEMENT),
          Map.entry("Community", ADVERTISEMENT),
          Map.entry("Service", SERVICE),
          Map.entry("EndpointSlice", SERVICE),
          Map.entry("Router", ROUTER),
          Map.entry("KernelRoutes", ROUTER));

  private final String id;
  private final Severity severity;
  private final String title;
  private final String meaning;
  private final String remedy;

  ProblemCode(String id, Severity severity, String title, String meaning, String remedy) {
    this.id = id;
    this.severity = severity;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** For example {@code RB201}. */
  public String id() {
    return id;
  }

  /** What it usually is; a problem may be milder or graver, as its message says. */
  public Severity severity() {
    return severity;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** Why that matters. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it in general; a problem has its own remedy. */
  public String remedy() {
    return remedy;
  }

  /** The code with this number, in whatever case. */
  public static Optional<ProblemCode> find(String id) {
    String upper = id.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(code -> code.id.equals(upper)).findFirst();
  }

  /** The code for what is wrong with an object and has no code of its own. */
  static ProblemCode of(Optional<ObjectRef> object) {
    return object.map(o -> OF_KIND.getOrDefault(o.kind(), CLUSTER_OBJECT)).orElse(AGENT);
  }

  @Override
  public String toString() {
    return id;
  }
}
