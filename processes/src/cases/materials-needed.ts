import { holds } from '../condition.ts'
import type { MaterialManifest, MatterManifest } from '../manifest.ts'
import { commitmentFor } from './duties/promised.ts'
import type { PlacedProblem } from './errors.ts'

/* Which materials a case needs, and how they are listed: pure. */

/** Whether the matter needs this material. @param answers see `answersOf` */
export const isRequired = (material: MaterialManifest, answers: Record<string, unknown>, now: number): boolean =>
  material.required === 'required' || (material.required === 'conditional' && holds(material.requiredIf ?? 'false', answers, now))

/** A problem of a material, at its place. */
export const materialProblem = (key: string, code: string, message: string): PlacedProblem => ({ path: `materials.${key}`, code, message })

interface Given {
  /** Keys of the materials that are there. */
  there: readonly string[]
  /** Answers of the application; see `answersOf`. */
  form: Record<string, unknown>
  /** Keys of those that may be missing. */
  spared: readonly string[]
}

/** What of the materials is missing of an application as it is handed in. */
export function missingMaterials(matter: MatterManifest, { there, form, spared }: Given, now: number): PlacedProblem[] {
  return neededMaterials(matter, { there: [...there, ...spared], answers: form }, now).map(({ key, name }) =>
    materialProblem(key, 'MATERIAL_MISSING', `请上传“${name}”`),
  )
}

/** Materials that the case needs and that are not there. */
export const neededMaterials = (
  { materials }: MatterManifest,
  { there, answers }: { there: readonly string[]; answers: Record<string, unknown> },
  now: number,
): MaterialManifest[] => materials.filter((material) => !there.includes(material.key) && isRequired(material, answers, now))

/** Materials that need not be there yet, or at all: deferred, or promised. */
export function sparedMaterials(
  matter: MatterManifest,
  answers: Record<string, unknown>,
  { deferred = [], commitment }: { deferred?: readonly string[]; commitment?: { materials: readonly string[] } },
  now: number,
): { keys: string[]; problems: PlacedProblem[] } {
  const nameOf = (key: string) => matter.materials.find((material) => material.key === key)?.name ?? key
  const final = deferred.filter((key) => !matter.materials.some((material) => material.key === key && material.deferral !== null))
  const allowed = commitment ? commitmentFor(matter, answers, now) : null
  const unpromised = allowed ? commitment!.materials.filter((key) => !allowed.materials.includes(key)) : []
  return {
    keys: [...deferred, ...(commitment?.materials ?? [])],
    problems: [
      ...final.map((key) => ({ path: `materials.${key}`, code: 'NOT_DEFERRABLE', message: `“${nameOf(key)}”不能容缺后补,请上传` })),
      ...unpromised.map((key) => ({ path: `materials.${key}`, code: 'NOT_PROMISABLE', message: `“${nameOf(key)}”不能以承诺代替,请上传` })),
      ...(commitment && !allowed
        ? [{ path: 'commitment', code: 'COMMITMENT_NOT_ALLOWED', message: '您填写的情况不适用告知承诺,请取消告知承诺后按一般程序提交' }]
        : []),
    ],
  }
}

export const namesOf = (materials: readonly Pick<MaterialManifest, 'name'>[]): string => materials.map(({ name }) => `“${name}”`).join('、')

/** A material as papers list it. */
export const copies = (name: string, count: number, words = ''): string => `${name}（${words}${count}份）`

/** What a case holds, material by material, as papers list it: `经营场所平面布局图（1份）`. @param files of each material */
export const listOfMaterials = ({ materials }: Pick<MatterManifest, 'materials'>, files: (key: string) => number): string[] =>
  materials.flatMap(({ key, name }) => (files(key) === 0 ? [] : [copies(name, files(key))]))
