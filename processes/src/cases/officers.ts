import type { CaseContext } from './context.ts'
import { officersInvalid } from './errors.ts'
import { holders } from './people.ts'
import type { LoadedTask } from './resources.ts'
import { taskManifest } from './task-form.ts'

/**
 * The people named in a step's form hold the post asked for and, where the manifest says so, are different persons.
 * Source: 行政许可法 article 34 (two or more officers check on site).
 * @throws CaseError OFFICERS_INVALID
 */
export async function checkOfficers(context: CaseContext, loaded: LoadedTask, form: Record<string, unknown>): Promise<void> {
  const { people = {}, distinct = [] } = taskManifest(loaded)
  for (const [field, post] of Object.entries(people)) {
    const named = form[field]
    if (named === undefined || named === null || named === '') continue
    const able = await holders(context, loaded.row.tenant_id, loaded.row.organ_id, post)
    if (!able.some(({ id }) => id === named)) throw officersInvalid('所选人员不在该岗位任职,请重新选择', field)
  }
  for (const fields of distinct) {
    const named = fields.map((field) => form[field]).filter((value) => typeof value === 'string' && value !== '')
    if (new Set(named).size < named.length) throw officersInvalid('现场核查应当由两名不同的人员进行,请另选一人', fields.at(-1)!)
  }
}
