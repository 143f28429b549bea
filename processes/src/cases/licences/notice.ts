import type { JsonValue } from '@lianban/engine'
import type { LicenceRow } from '@lianban/storage'
import { countOf, type Length } from '../../clock/index.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import { basisText } from '../effects/papers.ts'
import { ACTS } from './acts.ts'

/* A procedure that the organ opens itself 依职权: what its holder is told. Pure. */

/** No law counts the days of 陈述申辩 for licences; the county's rule unless the matter has its own. */
const STATEMENT: Length = { days: 5, unit: 'workday' }

/** The start event, as separation of duties names it: whoever opened the procedure has no other part in it. */
export function opening({ matter }: Matter): string {
  const named = matter.separation.flatMap(({ elements }) => elements)
  return named.find((id) => !matter.tasks[id]) ?? 'Start_Open'
}

/** 陈述申辩: as long as the matter says. */
export const limitOf = ({ matter }: Matter): Length => matter.limits.statement ?? STATEMENT

/** What the notice 陈述申辩告知书 prints. */
export function noticeVariable(
  matter: Matter,
  { licence, form, number, at }: { licence: LicenceRow; form: Record<string, unknown>; number: string; at: number },
): JsonValue {
  return {
    number,
    actText: ACTS[matter.matter.licenceAct!.act].label,
    matterName: licence.matter_name,
    licenceName: licence.name,
    licenceNo: licence.licence_no,
    facts: typeof form.facts === 'string' ? form.facts : '',
    basis: basisText(matter.matter),
    limitDays: countOf(limitOf(matter)),
    notifiedAt: at,
  }
}
