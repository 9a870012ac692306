/*
 * Asks for addresses by ARP at a steady rate, a share of them VIPs, and measures how long each
 * answer took: from just before the question was given to the kernel to the kernel's time of
 * receipt of the answer.
 *
 *   arpload INTERFACE RATE SECONDS PER_MILLE FIRST_VIP VIPS
 *
 * Prints: sent asked answered median p99 most, times in microseconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LENGTH 42
#define TICK 100000 /* nanoseconds between bursts */

static int64_t *asked_at; /* by number of the VIP; 0: not waiting */
static uint32_t first_vip;
static uint32_t vips;
static int64_t *taken;
static size_t taken_count, taken_limit;
static volatile int ended;

static int64_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void *receive(void *arg) {
  int fd = *(int *)arg;
  unsigned char frame[256];
  char control[256];
  while (!ended) {
    struct iovec part = {frame, sizeof frame};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t length = recvmsg(fd, &message, 0);
    if (length < LENGTH || frame[20] != 0 || frame[21] != 2) continue;
    int64_t at = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
      if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
        struct timespec t;
        memcpy(&t, CMSG_DATA(c), sizeof t);
        at = t.tv_sec * 1000000000LL + t.tv_nsec;
      }
    }
    uint32_t sender;
    memcpy(&sender, frame + 28, 4);
    uint32_t number = ntohl(sender) - first_vip;
    if (at == 0 || number >= vips) continue;
    int64_t asked = __atomic_exchange_n(&asked_at[number], 0, __ATOMIC_ACQ_REL);
    if (asked != 0 && taken_count < taken_limit) taken[taken_count++] = at - asked;
  }
  return NULL;
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static double micros(double share) {
  if (taken_count == 0) return 0;
  size_t rank = (size_t)(share * taken_count + 0.999999);
  return taken[rank == 0 ? 0 : rank - 1] / 1000.0;
}

int main(int count, char **args) {
  if (count != 7) {
    fprintf(stderr, "usage: arpload INTERFACE RATE SECONDS PER_MILLE FIRST_VIP VIPS\n");
    return 2;
  }
  long rate = atol(args[2]), seconds = atol(args[3]), per_mille = atol(args[4]);
  first_vip = ntohl(inet_addr(args[5]));
  vips = (uint32_t)atol(args[6]);
  taken_limit = (size_t)(rate * seconds) + 1;
  taken = calloc(taken_limit, sizeof *taken);
  asked_at = calloc(vips, sizeof *asked_at);
  if (!taken || !asked_at) fail("memory");

  int out = socket(AF_PACKET, SOCK_RAW, 0);
  int in = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ARP));
  if (out < 0 || in < 0) fail("packet socket");
  struct ifreq request = {0};
  strncpy(request.ifr_name, args[1], IFNAMSIZ - 1);
  if (ioctl(out, SIOCGIFINDEX, &request) < 0) fail(args[1]);
  struct sockaddr_ll to = {0};
  to.sll_family = AF_PACKET;
  to.sll_ifindex = request.ifr_ifindex;
  struct sockaddr_ll on = to;
  on.sll_protocol = htons(ETH_P_ARP);
  if (bind(in, (struct sockaddr *)&on, sizeof on) < 0) fail("bind");
  int one = 1;
  struct timeval tenth = {0, 100000};
  setsockopt(in, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
  setsockopt(in, SOL_SOCKET, SO_RCVTIMEO, &tenth, sizeof tenth);
  unsigned char frame[LENGTH] = {0};
  if (ioctl(out, SIOCGIFHWADDR, &request) < 0) fail("hardware address");
  memset(frame, 0xff, 6);
  memcpy(frame + 6, request.ifr_hwaddr.sa_data, 6);
  memcpy(frame + 12, "\x08\x06\x00\x01\x08\x00\x06\x04\x00\x01", 10);
  memcpy(frame + 22, request.ifr_hwaddr.sa_data, 6);
  if (ioctl(out, SIOCGIFADDR, &request) < 0) fail("address");
  memcpy(frame + 28, &((struct sockaddr_in *)&request.ifr_addr)->sin_addr, 4);

  pthread_t receiver;
  pthread_create(&receiver, NULL, receive, &in);
  prctl(PR_SET_TIMERSLACK, 1000);
  long sent = 0, asked = 0;
  uint64_t dice = 88172645463325252ULL;
  int64_t begin = now(CLOCK_MONOTONIC), next = begin, end = begin + seconds * 1000000000LL;
  while (next < end) {
    next += TICK;
    int64_t left = next - now(CLOCK_MONOTONIC);
    if (left > 0) {
      struct timespec pause = {0, left};
      nanosleep(&pause, NULL);
    }
    long due = (long)((next - begin) / 1e9 * rate);
    while (sent < due) {
      dice ^= dice << 13;
      dice ^= dice >> 7;
      dice ^= dice << 17;
      int ours = (long)(dice % 1000) < per_mille;
      uint32_t number = (uint32_t)(dice >> 20);
      uint32_t target = htonl(ours ? first_vip + number % vips : 0x0a000000u + (number & 0xffff));
      memcpy(frame + 38, &target, 4);
      if (ours) {
        __atomic_store_n(&asked_at[number % vips], now(CLOCK_REALTIME), __ATOMIC_RELEASE);
        asked++;
      }
      if (sendto(out, frame, LENGTH, 0, (struct sockaddr *)&to, sizeof to) < 0 && errno != ENOBUFS)
        fail("send");
      sent++;
    }
  }
  double lasted = (now(CLOCK_MONOTONIC) - begin) / 1e9;
  usleep(500000);
  ended = 1;
  pthread_join(receiver, NULL);
  qsort(taken, taken_count, sizeof *taken, ascending);
  printf("sent %ld asked %ld answered %zu seconds %.3f median %.1f p99 %.1f most %.1f\n", sent, asked,
         taken_count, lasted, micros(0.5), micros(0.99), micros(1));
  return 0;
}
