import { SAMPLE_COUNTY } from '@lianban/tenants'
import type { Clerk } from './clerks.ts'
import type { Offices } from './leaders-round.ts'
import type { LinkageStaff } from './linkage-round.ts'

/*
 * The sample county's people by what they do.
 */

/** The staff of the sample county with their posts. */
const HOLDERS: readonly { username: string; organId: string; posts: readonly string[] }[] = [
  ...SAMPLE_COUNTY.users.flatMap(({ username, organId, post }) => (organId && post ? [{ username, organId, posts: [post] }] : [])),
  ...SAMPLE_COUNTY.staff,
]
const holding = (...posts: string[]): string[] =>
  HOLDERS.filter((holder) => holder.posts.some((post) => posts.includes(post))).map(({ username }) => username)

const ASKED_ORGANS = new Set(['scjg', 'wjw', 'zjj', 'cgj', 'jyj'])
const NO_CLERKS = new Set(holding('system-admin', 'security-admin', 'audit-admin', 'disciplinary-auditor'))
export const CLERKS: readonly Clerk[] = HOLDERS.filter(({ username }) => !NO_CLERKS.has(username)).map(({ username, organId, posts }) => ({
  username,
  groups: posts.map((post) => `${organId}:${post}`),
}))
/** Windows and leaders of the organs that are asked. */
export const ANSWERERS = HOLDERS.filter(({ posts }) => posts.some((post) => post === 'window-clerk' || post === 'organ-leader'))
  .filter(({ organId }) => ASKED_ORGANS.has(organId))
  .map(({ username }) => username)
export const LINKAGE_STAFF: LinkageStaff = {
  gridWorkers: new Map(HOLDERS.filter(({ posts }) => posts.includes('grid-worker')).map(({ organId, username }) => [organId, username])),
  callTaker: holding('call-taker')[0]!,
  securityAdmin: holding('security-admin')[0]!,
}
export const OFFICES: Offices = {
  leaders: holding('organ-leader', 'county-head'),
  auditors: holding('disciplinary-auditor'),
  supervisors: holding('supervisor'),
  followUpOfficers: holding('follow-up-officer'),
  handlers: holding('handler'),
  staff: CLERKS.map(({ username }) => username),
}
