import type { JsonValue } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import type { CaseContext } from './context.ts'
import { issuerOf } from './first-review.ts'
import { organOf } from './people.ts'
import type { LoadedTask } from './resources.ts'

interface OwnName {
  /** The task with whoever is in charge today. */
  loaded: LoadedTask
  /** What the case keeps of it, and what papers print of it: nothing where it is as it was. */
  patch: Partial<CaseRow>
  variables: Record<string, JsonValue>
}

/**
 * A step as it is done today: an organ that took over the duties of another one goes on with its cases as its own, from the first
 * step that it does, and signs what follows in its own name. What was done before keeps the organ and the name of its day.
 * Source: 行政诉讼法 article 26 (6).
 */
export async function inOwnName(context: CaseContext, loaded: LoadedTask): Promise<OwnName> {
  const { row, matter } = loaded
  const organ = await organOf(context, row.tenant_id, row.organ_id)
  const own = { organ_id: organ.id, organ_name: organ.name }
  const { organId } = issuerOf(matter.matter, row)
  const issuer = organId === row.organ_id ? organ.name : (await organOf(context, row.tenant_id, organId)).name
  return {
    loaded: { ...loaded, row: { ...row, ...own } },
    patch: organ.id === row.organ_id && organ.name === row.organ_name ? {} : own,
    variables: issuer === row.organ_name ? {} : { organName: issuer },
  }
}
