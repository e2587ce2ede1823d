/*
 * Single-sample SAM on two-layer ReLU networks, in C99 with the vector types of GCC and Clang: the algorithm of the
 * WebAssembly kernels, compiled for the machine at hand.
 *
 *     theta <- theta - rate grad L_i(theta + rho g / ||g||),    g = grad L_i(theta),    L_i = (f(x_i) - y_i)^2
 *
 * One sample's gradient is l'(f) grad f, and grad f is d_j x' in row j of W and scale h_j in W2. So a step has closed
 * forms: ||grad f||^2 = scale^2 ||h||^2 + ||x'||^2 ||d||^2; moving along it changes the pre-activation of an active
 * neuron by a multiple of d_j ||x'||^2; an inactive neuron stays as it is. One matrix product and one sparse update.
 *
 * `blocks` takes the pre-activations of eight samples from one product and corrects them after every step by the inner
 * products of the samples; `direct` takes a matrix-vector product for every sample.
 *
 * Usage: sam <no-bias|bias|sim-ln> [blocks|direct] [epochs a round] [rounds] [width] [dimension]
 * Prints one JSON object: microseconds a step of each round, which trains from the first step on, and the final loss.
 */
#define _POSIX_C_SOURCE 199309L
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LANES = 8, BLOCK = LANES, SAMPLES = 100 };

/* Eight numbers side by side, in whatever registers the machine has: a type of GCC and Clang, on every architecture. */
typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), may_alias));
typedef int Mask __attribute__((vector_size(LANES * sizeof(int)), may_alias));

typedef struct {
  const char *name;
  bool bias, normalized;
  float rate, rho, firstLayerScale;
} Setting;

/* The paper's figures 1b, 4b and 6a. */
static const Setting settings[] = {
  {"no-bias", false, false, 0.01f, 0.05f, 1},
  {"bias", true, false, 0.01f, 0.05f, 1},
  {"sim-ln", true, true, 0.1f, 0.1f, 0.01f},
};

static const float EPSILON = 1e-5f;

typedef struct {
  /* Neurons and inputs, padded to multiples of LANES; inputs of a neuron that are not padding. */
  int width, stride, columns;
  bool normalized;
  float *W, *w;
  float *inputs, *targets;
  int *order;
  /* Of a block of samples: their rows, the rows' transpose, the inner products, the pre-activations, a neuron a row. */
  float *rows, *columnsOfRows, *gram, *activations;
  /* Active neurons of a sample: which, h, W2, d. Padded with zeros to a multiple of LANES. */
  int active;
  int *index;
  float *h, *outgoing, *d;
  float squaredNorm, scale, tilt;
} Net;

static int padded(int size) { return (size + LANES - 1) / LANES * LANES; }

static void *allocate(size_t count) {
  const size_t bytes = (count * sizeof(float) + 63) / 64 * 64;
  void *memory = malloc(bytes + 64);
  if (memory == NULL) exit(1);
  memory = (void *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
  return memset(memory, 0, bytes);
}

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2014. */
static uint64_t state;
static uint32_t draw(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)((state * 0x2545F4914F6CDD1Du) >> 32);
}
static float uniform(float bound) { return bound * (2 * (float)draw() / 4294967296.0f - 1); }

static void shuffle(int *order, int count) {
  for (int i = 0; i < count; i++) order[i] = i;
  for (int last = count - 1; last > 0; last--) {
    const int pick = (int)(((uint64_t)draw() * (uint64_t)(last + 1)) >> 32);
    const int value = order[last];
    order[last] = order[pick];
    order[pick] = value;
  }
}

static float laneSum(Lanes v) { return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])); }

/* C <- A B, for A of rows x stride of which `inner` columns count, B of inner x LANES; rows a multiple of 8. */
static void multiply(const float *restrict a, int stride, int rows, int inner, const float *restrict b,
                     float *restrict c) {
  for (int i = 0; i < rows; i += 8, a += 8 * (size_t)stride, c += 8 * LANES) {
    Lanes sum[8] = {{0}};
    for (int k = 0; k < inner; k++) {
      const Lanes column = *(const Lanes *)(b + k * LANES);
      for (int r = 0; r < 8; r++) sum[r] += a[(size_t)r * stride + k] * column;
    }
    for (int r = 0; r < 8; r++) *(Lanes *)(c + r * LANES) = sum[r];
  }
}

/* y <- A x; rows a multiple of 8. */
static void matvec(const float *restrict a, int stride, int rows, const float *restrict x, float *restrict y) {
  for (int i = 0; i < rows; i += 8, a += 8 * (size_t)stride) {
    Lanes sum[8] = {{0}};
    for (int k = 0; k < stride; k += LANES) {
      const Lanes inputs = *(const Lanes *)(x + k);
      for (int r = 0; r < 8; r++) sum[r] += *(const Lanes *)(a + (size_t)r * stride + k) * inputs;
    }
    for (int r = 0; r < 8; r++) y[i + r] = laneSum(sum[r]);
  }
}

static inline void addColumns(float *restrict matrix, int stride, const int *restrict index,
                              const float *restrict coefficients, int count, const float *restrict x, int vectors) {
  Lanes columns[4];
  for (int v = 0; v < vectors; v++) columns[v] = *(const Lanes *)(x + v * LANES);
  for (int k = 0; k < count; k++) {
    float *restrict row = matrix + (size_t)index[k] * stride;
    for (int v = 0; v < vectors; v++) *(Lanes *)(row + v * LANES) += coefficients[k] * columns[v];
  }
}

/* matrix[index[k]] <- matrix[index[k]] + coefficients[k] x. */
static void addOuter(float *restrict matrix, int stride, const int *restrict index, const float *restrict coefficients,
                     int count, const float *restrict x) {
  int l = 0;
  for (; l + 4 * LANES <= stride; l += 4 * LANES) addColumns(matrix + l, stride, index, coefficients, count, x + l, 4);
  for (; l < stride; l += LANES) addColumns(matrix + l, stride, index, coefficients, count, x + l, 1);
}

/* f, from the active neurons' h and W2; keeps ||h||^2, scale = df/d(W2 . h) and tilt. */
static float headOutput(Net *net) {
  Lanes sums = {0};
  Lanes squares = {0};
  for (int k = 0; k < net->active; k += LANES) {
    const Lanes h = *(const Lanes *)(net->h + k);
    sums += *(const Lanes *)(net->outgoing + k) * h;
    squares += h * h;
  }
  net->squaredNorm = laneSum(squares);
  const float norm = net->normalized ? sqrtf(net->squaredNorm) : 0;
  net->scale = net->normalized ? 1 / (norm > EPSILON ? norm : EPSILON) : 1;
  const float output = net->scale * laneSum(sums);
  net->tilt = norm > EPSILON ? output / net->squaredNorm : 0;
  return output;
}

/* d_k <- factor df/dh_k, 0 where h_k is; returns the sum of their squares. */
static float headDerivatives(Net *net, float factor) {
  const float scale = factor * net->scale;
  const float tilt = factor * net->tilt;
  Lanes squares = {0};
  for (int k = 0; k < net->active; k += LANES) {
    const Lanes h = *(const Lanes *)(net->h + k);
    const Lanes derivative = scale * *(const Lanes *)(net->outgoing + k) - tilt * h;
    const Lanes d = (Lanes)((Mask)derivative & (h > 0));
    *(Lanes *)(net->d + k) = d;
    squares += d * d;
  }
  return laneSum(squares);
}

/* W2_k <- W2_k + outgoing h_k, h_k <- relu(h_k + incoming d_k), both from the values before. */
static void moveHead(Net *net, float outgoing, float incoming) {
  for (int k = 0; k < net->active; k += LANES) {
    const Lanes h = *(const Lanes *)(net->h + k);
    const Lanes moved = h + incoming * *(const Lanes *)(net->d + k);
    *(Lanes *)(net->outgoing + k) += outgoing * h;
    *(Lanes *)(net->h + k) = (Lanes)((Mask)moved & (moved > 0));
  }
}

/* Lists the neurons with a > 0, from pre-activations `step` apart. */
static inline void listActive(Net *net, const float *restrict a, int step) {
  int *restrict index = net->index;
  float *restrict h = net->h;
  float *restrict w = net->outgoing;
  const float *restrict first = a;
  int active = 0;
  for (int j = 0; j < net->width; j += LANES, a += LANES * (size_t)step) {
    for (int l = 0; l < LANES; l++) {
      index[active] = j + l;
      active += a[(size_t)l * step] > 0;
    }
  }
  for (int k = 0; k < active; k++) {
    h[k] = first[(size_t)index[k] * step];
    w[k] = net->w[index[k]];
  }
  for (int k = active; k < padded(active); k++) h[k] = w[k] = 0;
  net->active = active;
}

/* One step on a sample whose pre-activations are given; the caller has the rest of the block follow by net->d. */
static void step(Net *net, const float *a, int spacing, const float *x, float squaredInput, float y, float rate,
                 float rho) {
  listActive(net, a, spacing);
  float output = headOutput(net);
  const float residual = 2 * (output - y);
  if (residual != 0) {
    const float squaredDerivatives = headDerivatives(net, 1);
    const float scale = net->scale;
    const float squaredGradient = scale * scale * net->squaredNorm + squaredInput * squaredDerivatives;
    if (squaredGradient > 0) {
      const float move = copysignf(rho, residual) / sqrtf(squaredGradient);
      moveHead(net, move * scale, move * squaredInput);
      output = headOutput(net);
    }
  }
  const float change = -rate * 2 * (output - y);
  headDerivatives(net, change);
  addOuter(net->W, net->stride, net->index, net->d, net->active, x);
  const float outer = change * net->scale;
  for (int k = 0; k < net->active; k++) net->w[net->index[k]] += outer * net->h[k];
}

static void epochOfBlocks(Net *net, float rate, float rho) {
  const int stride = net->stride;
  for (int start = 0; start < SAMPLES; start += BLOCK) {
    const int size = SAMPLES - start < BLOCK ? SAMPLES - start : BLOCK;
    for (int k = 0; k < size; k++) {
      memcpy(net->rows + k * stride, net->inputs + (size_t)net->order[start + k] * stride, stride * sizeof(float));
    }
    for (int i = 0; i < stride; i++) {
      for (int k = 0; k < BLOCK; k++) net->columnsOfRows[i * BLOCK + k] = net->rows[k * stride + i];
    }
    multiply(net->rows, stride, BLOCK, net->columns, net->columnsOfRows, net->gram);
    multiply(net->W, stride, net->width, net->columns, net->columnsOfRows, net->activations);
    for (int k = 0; k < size; k++) {
      const float *gram = net->gram + k * BLOCK;
      step(net, net->activations + k, BLOCK, net->rows + k * stride, gram[k], net->targets[net->order[start + k]], rate,
           rho);
      addOuter(net->activations, BLOCK, net->index, net->d, net->active, gram);
    }
  }
}

static void epochOfSamples(Net *net, float rate, float rho) {
  for (int i = 0; i < SAMPLES; i++) {
    const float *x = net->inputs + (size_t)net->order[i] * net->stride;
    matvec(net->W, net->stride, net->width, x, net->activations);
    Lanes squares = {0};
    for (int k = 0; k < net->stride; k += LANES) squares += *(const Lanes *)(x + k) * *(const Lanes *)(x + k);
    step(net, net->activations, 1, x, laneSum(squares), net->targets[net->order[i]], rate, rho);
  }
}

static float meanLoss(Net *net) {
  float sum = 0;
  for (int i = 0; i < SAMPLES; i++) {
    matvec(net->W, net->stride, net->width, net->inputs + (size_t)i * net->stride, net->activations);
    listActive(net, net->activations, 1);
    const float residual = headOutput(net) - net->targets[i];
    sum += residual * residual;
  }
  return sum / SAMPLES;
}

/* 100 samples of x uniform on {-1, 1}^d, y = x[1] x[2]; weights uniform within +-scale / sqrt(fan in). */
static void start(Net *net, const Setting *setting, int width, int dimension) {
  state = 0x9E3779B97F4A7C15u;
  for (int i = 0; i < SAMPLES; i++) {
    float *x = net->inputs + (size_t)i * net->stride;
    for (int k = 0; k < dimension; k++) x[k] = (draw() & 1) != 0 ? 1 : -1;
    if (setting->bias) x[dimension] = 1;
    net->targets[i] = x[0] * x[1];
  }
  for (int j = 0; j < width; j++) {
    for (int k = 0; k < net->columns; k++) {
      net->W[(size_t)j * net->stride + k] = uniform(setting->firstLayerScale / sqrtf((float)dimension));
    }
    net->w[j] = uniform(1 / sqrtf((float)width));
  }
}

/* Seconds of processor time, so that other programs do not count. */
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int argc, char **argv) {
  const Setting *setting = NULL;
  for (size_t s = 0; s < sizeof settings / sizeof *settings; s++) {
    if (argc > 1 && strcmp(argv[1], settings[s].name) == 0) setting = &settings[s];
  }
  const char *algorithm = argc > 2 ? argv[2] : "blocks";
  const bool blocks = strcmp(algorithm, "blocks") == 0;
  const int epochs = argc > 3 ? atoi(argv[3]) : 10000;
  const int rounds = argc > 4 ? atoi(argv[4]) : 5;
  const int width = argc > 5 ? atoi(argv[5]) : 500;
  const int dimension = argc > 6 ? atoi(argv[6]) : 30;
  if (setting == NULL || (!blocks && strcmp(algorithm, "direct") != 0) || epochs < 1 || rounds < 1 || width < 1 ||
      dimension < 2) {
    fprintf(stderr, "usage: sam <no-bias|bias|sim-ln> [blocks|direct] [epochs] [rounds] [width] [dimension]\n");
    return 2;
  }

  Net net = {.width = padded(width), .columns = dimension + setting->bias, .normalized = setting->normalized};
  const int stride = net.stride = padded(net.columns);
  net.W = allocate((size_t)net.width * stride);
  net.w = allocate(net.width);
  net.inputs = allocate((size_t)SAMPLES * stride);
  net.targets = allocate(SAMPLES);
  net.order = allocate(SAMPLES);
  net.rows = allocate((size_t)BLOCK * stride);
  net.columnsOfRows = allocate((size_t)stride * BLOCK);
  net.gram = allocate(BLOCK * BLOCK);
  net.activations = allocate((size_t)net.width * BLOCK);
  net.index = allocate(net.width + LANES);
  net.h = allocate(net.width + LANES);
  net.outgoing = allocate(net.width + LANES);
  net.d = allocate(net.width + LANES);

  printf("{\"net\":\"%s\",\"algorithm\":\"%s\",\"width\":%d,\"dimension\":%d,\"steps\":%d,\"microseconds\":[",
         setting->name, algorithm, width, dimension, epochs * SAMPLES);
  for (int round = 0; round < rounds; round++) {
    start(&net, setting, width, dimension);
    const double started = now();
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle(net.order, SAMPLES);
      if (blocks) epochOfBlocks(&net, setting->rate, setting->rho);
      else epochOfSamples(&net, setting->rate, setting->rho);
    }
    printf("%s%.4f", round > 0 ? "," : "", 1e6 * (now() - started) / ((double)epochs * SAMPLES));
  }
  meanLoss(&net);
  printf("],\"active\":%d,\"loss\":%g}\n", net.active, meanLoss(&net));
  return 0;
}
