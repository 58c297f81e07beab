// A function built for several x86-64 processors; the loader takes the best that the machine has.
#pragma once

#include <cstddef>  // names the C library

// A library for any x86-64 processor may use two numbers at a time; nearly all that are there can do four or eight.
// Sanitizers and other C libraries than glibc do not bear functions that are chosen while loading.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if defined(__clang__)
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)
#define WAGEPROOF_FOR_PROCESSORS __attribute__((target_clones("avx512dq", "avx2", "default")))
#endif
#else
#define WAGEPROOF_FOR_PROCESSORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#endif
#ifndef WAGEPROOF_FOR_PROCESSORS
#define WAGEPROOF_FOR_PROCESSORS
#endif
