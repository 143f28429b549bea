import type { MatterVersionRow } from '@lianban/storage'
import type { CaseContext } from '../cases/context.ts'
import { matterNotOpen, notFound } from '../cases/errors.ts'
import { chineseDay, dayOf, type Day } from '../clock/index.ts'
import type { Matter } from './matter-definition.ts'
import { shownOn } from './matter-store.ts'

/** The version of a matter that takes new cases today. @throws CaseError NOT_FOUND, MATTER_NOT_OPEN */
export async function openMatter(context: CaseContext, tenantId: string, key: string): Promise<Matter> {
  const today = dayOf(context.clock())
  const matter = await context.matters.validOn(context.database, tenantId, key, today)
  if (matter) return matter
  const versions = await context.matters.versions(context.database, tenantId, key)
  if (versions.length === 0) throw notFound('事项')
  throw matterNotOpen(closedText(versions, today)!)
}

/** Why a matter takes no new cases on a day, and what there is instead; null if it does. @param versions newest first, at least one */
export function closedText(versions: readonly MatterVersionRow[], today: Day): string | null {
  const { valid_from, valid_until } = shownOn(versions, today)
  if (valid_from !== null && valid_from > today) return `本事项自${chineseDay(valid_from)}起受理,现在还不能申请`
  if (valid_until === null || valid_until >= today) return null
  const next = nextVersion(versions, today)
  return next
    ? `本事项的现行版本已于${chineseDay(valid_until)}停止受理,新版本自${chineseDay(next)}起受理`
    : `本事项已于${chineseDay(valid_until)}停止受理,如有疑问请咨询实施部门`
}

/** When the next published version comes into force, or null. */
export const nextVersion = (versions: readonly MatterVersionRow[], today: Day): Day | null =>
  versions
    .flatMap(({ valid_from }) => (valid_from !== null && valid_from > today ? [valid_from] : []))
    .sort()
    .at(0) ?? null
