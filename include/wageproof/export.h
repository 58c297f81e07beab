/* WAGEPROOF_API marks what a shared build of the library exports; everything
 * else stays hidden. It is written for C too. In a static build it does no harm. */
#ifndef WAGEPROOF_EXPORT_H
#define WAGEPROOF_EXPORT_H

#if defined(__GNUC__) || defined(__clang__)
#define WAGEPROOF_API __attribute__((visibility("default")))
#else
#define WAGEPROOF_API
#endif

#endif
