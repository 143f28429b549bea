const DAY_MS = 86_400_000

/** camunda:historyTimeToLive: a number of days, or P<n>D as ISO 8601 has it. null: nothing is removed by itself. */
export function timeToLiveMs(text: string | null): number | null {
  const match = /^(?:P(\d{1,6})D|(\d{1,6}))$/.exec(text?.trim() ?? '')
  return match ? Number(match[1] ?? match[2]) * DAY_MS : null
}
