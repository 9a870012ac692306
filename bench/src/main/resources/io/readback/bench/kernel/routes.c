/*
 * Programs routes over netlink as fast as the kernel takes them: what it costs without anything around it.
 *   routes 4|6 COUNT        insert, replace, dump and delete host routes with one next hop
 *   routes move COUNT IFINDEX   insert IPv4 routes by a group of eight, move them by the group, and move routes
 *                           with eight next hops of their own one by one
 * Messages go in pieces of 64 KiB, of which only the last message asks for an answer. Prints "NAME NANOSECONDS".
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PIECE (64 << 10)
#define PROTOCOL 201
#define METRIC 20
#define BASE 0x60000000u

static int sock;
static unsigned sequence;
static char piece[PIECE + 4096];
static int used;
static struct nlmsghdr *last;
static char answer[64 << 10];

static void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void flush(void) {
  if (used == 0) return;
  last->nlmsg_flags |= NLM_F_ACK;
  unsigned wanted = last->nlmsg_seq;
  if (send(sock, piece, used, 0) != used) die("send");
  used = 0;
  for (;;) {
    ssize_t n = recv(sock, answer, sizeof answer, 0);
    if (n < 0) die("recv");
    struct nlmsghdr *h = (struct nlmsghdr *)answer;
    for (; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
      if (h->nlmsg_type != NLMSG_ERROR) continue;
      struct nlmsgerr *e = NLMSG_DATA(h);
      if (e->error != 0) {
        errno = -e->error;
        die("a request");
      }
      if (h->nlmsg_seq == wanted) return;
    }
  }
}

static struct nlmsghdr *begin(int type, int flags, int body) {
  if (used > PIECE - 512) flush();
  last = (struct nlmsghdr *)(piece + used);
  memset(last, 0, NLMSG_LENGTH(body));
  last->nlmsg_len = NLMSG_LENGTH(body);
  last->nlmsg_type = type;
  last->nlmsg_flags = NLM_F_REQUEST | flags;
  last->nlmsg_seq = ++sequence;
  return last;
}

static void attribute(int type, const void *data, int length) {
  struct rtattr *a = (struct rtattr *)((char *)last + NLMSG_ALIGN(last->nlmsg_len));
  a->rta_type = type;
  a->rta_len = RTA_LENGTH(length);
  memcpy(RTA_DATA(a), data, length);
  last->nlmsg_len = NLMSG_ALIGN(last->nlmsg_len) + RTA_ALIGN(a->rta_len);
}

static void attribute32(int type, unsigned value) { attribute(type, &value, 4); }

static void end(void) { used += NLMSG_ALIGN(last->nlmsg_len); }

static void route(int family, int type, int flags, int i) {
  struct rtmsg *r = NLMSG_DATA(begin(type, flags, sizeof *r));
  r->rtm_family = family;
  r->rtm_dst_len = family == AF_INET ? 32 : 128;
  r->rtm_table = RT_TABLE_MAIN;
  r->rtm_protocol = PROTOCOL;
  r->rtm_scope = type == RTM_DELROUTE ? RT_SCOPE_NOWHERE : RT_SCOPE_UNIVERSE;
  r->rtm_type = type == RTM_DELROUTE ? 0 : RTN_UNICAST;
  if (family == AF_INET) {
    attribute32(RTA_DST, htonl(0x0a000000 + i));
  } else {
    unsigned char a[16] = {0xfd};
    unsigned low = htonl(i);
    memcpy(a + 12, &low, 4);
    attribute(RTA_DST, a, 16);
  }
  attribute32(RTA_PRIORITY, METRIC);
}

static void gateway(int family, int host) {
  if (family == AF_INET) {
    attribute32(RTA_GATEWAY, htonl(0xc0000200 + host));
  } else {
    unsigned char a[16] = {0x20, 0x01, 0x0d, 0xb8};
    a[15] = host;
    attribute(RTA_GATEWAY, a, 16);
  }
}

static void program(int family, int type, int flags, int count, int host) {
  for (int i = 0; i < count; i++) {
    route(family, type, flags, i);
    if (host != 0) gateway(family, host);
    end();
  }
  flush();
}

static int dump(int family, unsigned *sum) {
  struct {
    struct nlmsghdr h;
    struct rtmsg r;
  } q = {0};
  q.h.nlmsg_len = sizeof q;
  q.h.nlmsg_type = RTM_GETROUTE;
  q.h.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  q.h.nlmsg_seq = ++sequence;
  q.r.rtm_family = family;
  q.r.rtm_protocol = PROTOCOL;
  if (send(sock, &q, sizeof q, 0) < 0) die("send");
  int count = 0;
  for (;;) {
    ssize_t n = recv(sock, answer, sizeof answer, 0);
    if (n <= 0) die("recv");
    struct nlmsghdr *h = (struct nlmsghdr *)answer;
    for (; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
      if (h->nlmsg_type == NLMSG_DONE) return count;
      if (h->nlmsg_type == NLMSG_ERROR) die("dump");
      struct rtmsg *r = NLMSG_DATA(h);
      int rest = RTM_PAYLOAD(h);
      struct rtattr *a = RTM_RTA(r);
      for (; RTA_OK(a, rest); a = RTA_NEXT(a, rest)) {
        if (a->rta_type == RTA_DST || a->rta_type == RTA_GATEWAY || a->rta_type == RTA_OIF) {
          unsigned v;
          memcpy(&v, RTA_DATA(a), 4);
          *sum += v;
        }
      }
      count += r->rtm_protocol == PROTOCOL;
    }
  }
}

static void hosts(int family, int count) {
  unsigned sum = 0;
  long long t = now();
  program(family, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, count, 250);
  printf("insert %lld\n", now() - t);
  t = now();
  program(family, RTM_NEWROUTE, NLM_F_REPLACE, count, 252);
  printf("replace %lld\n", now() - t);
  t = now();
  int found = dump(family, &sum);
  printf("dump %lld\n", now() - t);
  if (found != count) {
    fprintf(stderr, "%d of %d routes (%u)\n", found, count, sum);
    exit(1);
  }
  t = now();
  program(family, RTM_DELROUTE, 0, count, 0);
  printf("delete %lld\n", now() - t);
}

static void nexthop(unsigned id, int host, int ifindex) {
  struct nhmsg *n = NLMSG_DATA(begin(RTM_NEWNEXTHOP, NLM_F_CREATE | NLM_F_EXCL, sizeof *n));
  n->nh_family = AF_INET;
  n->nh_protocol = PROTOCOL;
  attribute32(NHA_ID, id);
  attribute32(NHA_OIF, ifindex);
  attribute32(NHA_GATEWAY, htonl(0xc0000200 + host));
  end();
}

static void group(int flags, unsigned first) {
  struct nhmsg *n = NLMSG_DATA(begin(RTM_NEWNEXTHOP, flags, sizeof *n));
  n->nh_protocol = PROTOCOL;
  attribute32(NHA_ID, BASE);
  struct nexthop_grp members[8];
  memset(members, 0, sizeof members);
  for (int i = 0; i < 8; i++) members[i].id = first + i;
  attribute(NHA_GROUP, members, sizeof members);
  end();
}

static void multipath(int count, int flags, int host) {
  for (int i = 0; i < count; i++) {
    route(AF_INET, RTM_NEWROUTE, flags, i);
    struct rtattr *m = (struct rtattr *)((char *)last + NLMSG_ALIGN(last->nlmsg_len));
    m->rta_type = RTA_MULTIPATH;
    last->nlmsg_len = NLMSG_ALIGN(last->nlmsg_len) + RTA_LENGTH(0);
    for (int k = 0; k < 8; k++) {
      struct rtnexthop *h = (struct rtnexthop *)((char *)last + last->nlmsg_len);
      memset(h, 0, sizeof *h);
      h->rtnh_len = sizeof *h + RTA_LENGTH(4);
      last->nlmsg_len += sizeof *h;
      gateway(AF_INET, host + k);
    }
    m->rta_len = (char *)last + last->nlmsg_len - (char *)m;
    end();
  }
  flush();
}

static void move(int count, int ifindex) {
  for (int k = 0; k < 16; k++) nexthop(BASE + 1 + k, 200 + k, ifindex);
  group(NLM_F_CREATE | NLM_F_EXCL, BASE + 1);
  for (int i = 0; i < count; i++) {
    route(AF_INET, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, i);
    attribute32(RTA_NH_ID, BASE);
    end();
  }
  flush();
  long long t = now();
  group(NLM_F_CREATE | NLM_F_REPLACE, BASE + 9);
  flush();
  printf("move-group %lld\n", now() - t);
  program(AF_INET, RTM_DELROUTE, 0, count, 0);
  for (unsigned id = BASE; id < BASE + 17; id++) {
    begin(RTM_DELNEXTHOP, 0, sizeof(struct nhmsg));
    attribute32(NHA_ID, id);
    end();
  }
  flush();
  multipath(count, NLM_F_CREATE | NLM_F_EXCL, 200);
  t = now();
  multipath(count, NLM_F_REPLACE, 208);
  printf("move-each %lld\n", now() - t);
  program(AF_INET, RTM_DELROUTE, 0, count, 0);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int size = 8 << 20, one = 1;
  sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (sock < 0) die("socket");
  setsockopt(sock, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
  setsockopt(sock, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  setsockopt(sock, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof one);
  setsockopt(sock, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof one);
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (connect(sock, (struct sockaddr *)&kernel, sizeof kernel) < 0) die("connect");
  if (strcmp(argv[1], "move") == 0 && argc > 3) {
    move(atoi(argv[2]), atoi(argv[3]));
  } else {
    hosts(argv[1][0] == '6' ? AF_INET6 : AF_INET, atoi(argv[2]));
  }
  return 0;
}
