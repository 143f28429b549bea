import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin'

/** feelin's dates, times and durations, whose text is ISO 8601. */
export function isTemporalValue(value: unknown): value is FeelDate | FeelDateTime | FeelTime | FeelDuration {
  return value instanceof FeelDate || value instanceof FeelDateTime || value instanceof FeelTime || value instanceof FeelDuration
}
