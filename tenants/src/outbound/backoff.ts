/** When what could not be delivered is tried again, and when it is given up. */
export interface RetryPolicy {
  firstRetryMs: number
  /** Retries come at 1, 2, 4 … times the first, and at most so far apart. */
  maxRetryMs: number
  /** After so many attempts it is dead until somebody sends it again. */
  maxAttempts: number
}

/**
 * How long to wait after an attempt that failed: doubled each time, of which a random part up to the half is taken off, so
 * that what failed together does not come back together.
 * @param attempts made so far, from 1   @param random 0 to 1; @default 1, the whole wait
 */
export const backoffMs = ({ firstRetryMs, maxRetryMs }: RetryPolicy, attempts: number, random: () => number = () => 1): number =>
  Math.round(Math.min(firstRetryMs * 2 ** (attempts - 1), maxRetryMs) * (0.5 + random() / 2))
