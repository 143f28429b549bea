import data from './county-rules.json' with { type: 'json' }

/**
 * What the county has set for its projects: thresholds, periods, the operation that is paid by the month. Values that the law
 * gives and those that are proposed (拟) stand in the README of `packages/g3-projects`.
 */
export const COUNTY_RULES = data

export type BotRules = (typeof data)['bot']
