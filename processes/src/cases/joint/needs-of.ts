import { neededParts } from '../../joint/index.ts'
import { openMatter } from '../../matters/open-matter.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { answersOf } from '../forms.ts'
import { isRequired } from '../materials-needed.ts'
import type { Caller } from '../ports.ts'

/** What an application for a theme needs, by what has been answered so far. */
export interface JointNeeds {
  /** Keys of the matters, in the order of the theme. */
  matters: string[]
  /** Of the theme's materials: those that a needed matter asks for. */
  materials: { key: string; required: boolean }[]
}

/**
 * Which matters of a theme are needed and which papers they ask for; nothing is stored. Fields that are not filled in yet
 * decide nothing. @throws CaseError NOT_FOUND, MATTER_NOT_OPEN; NOT_AUTHORIZED
 */
export async function jointNeeds(
  context: CaseContext,
  caller: Caller,
  matterKey: string,
  given: { form: Record<string, unknown> },
): Promise<JointNeeds> {
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: matterKey })
  const found = await openMatter(context, caller.tenantId, matterKey)
  const { matter } = found
  if (!matter.joint) throw notFound('主题')
  const answers = answersOf(found, given.form)
  const now = context.clock()
  const parts = neededParts(matter.joint, answers, now)
  const asked = new Set(parts.flatMap(({ materials }) => Object.values(materials)))
  return {
    matters: parts.map((part) => part.matter),
    materials: matter.materials
      .filter(({ key }) => asked.has(key))
      .map((material) => ({ key: material.key, required: isRequired(material, answers, now) })),
  }
}
