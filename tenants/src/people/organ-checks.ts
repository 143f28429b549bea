import { organs, type OrganKind, type Tx } from '@lianban/storage'
import { organTree } from '../authorization/organ-tree.ts'
import { fieldInvalid, organCycle, organExists, organNotFound, organNotValidOn } from '../errors.ts'
import type { Day } from './days.ts'
import { isValidOn, organsAsOf, type Organ } from './organ-timeline.ts'

/** What a new organ is made of; it begins on the day of its change. */
export interface NewOrgan {
  /** Lower-case letters, digits and hyphens; stands in candidate groups and models and never changes. */
  id: string
  name: string
  shortName: string
  kind: OrganKind
  parentId: string | null
  /** Order in lists. @default after all others */
  sort?: number
}

export const ORGAN_KINDS: readonly OrganKind[] = [
  'party', 'government', 'department', 'institution', 'town', 'zone', 'external', 'court', 'group',
] // prettier-ignore

const ORGAN_ID = /^[a-z][a-z0-9-]{0,31}$/
const MAX_NAME_CHARS = 100
const MAX_SHORT_NAME_CHARS = 30

/** @throws FIELD_INVALID that names the part */
export function checkOrganFields({ id, name, shortName, kind }: Pick<NewOrgan, 'id' | 'name' | 'shortName' | 'kind'>): void {
  if (!ORGAN_ID.test(id)) throw fieldInvalid('id', '单位标识应以小写字母开头,只含小写字母、数字和连字符,不超过 32 个字符。')
  checkOrganNames({ name, shortName })
  if (!ORGAN_KINDS.includes(kind)) throw fieldInvalid('kind', `没有单位类别“${kind}”。`)
}

/** @throws FIELD_INVALID */
export function checkOrganNames({ name, shortName }: { name: string; shortName: string }): void {
  if (!isText(name, MAX_NAME_CHARS)) throw fieldInvalid('name', `单位全称不能为空,且不超过 ${MAX_NAME_CHARS} 个字。`)
  if (!isText(shortName, MAX_SHORT_NAME_CHARS)) throw fieldInvalid('shortName', `单位简称不能为空,且不超过 ${MAX_SHORT_NAME_CHARS} 个字。`)
}

/** The tree of a day, for whoever plans a change that is to hold from it on. */
export class OrgansOn {
  readonly day: Day
  readonly all: Organ[]
  readonly #byId: Map<string, Organ>

  private constructor(day: Day, all: Organ[]) {
    this.day = day
    this.all = all
    this.#byId = new Map(all.map((organ) => [organ.id, organ]))
  }

  static read = async (tx: Tx, tenantId: string, day: Day): Promise<OrgansOn> => new OrgansOn(day, await organsAsOf(tx, tenantId, day))

  /** An organ that is valid on the day and whose end is not planned. @throws ORGAN_NOT_FOUND, ORGAN_NOT_VALID */
  lasting(id: string): Organ {
    const organ = this.known(id)
    if (organ.validUntil !== null || !isValidOn(organ, this.day)) throw organNotValidOn(organ.shortName, this.day)
    return organ
  }

  /** @throws ORGAN_NOT_FOUND */
  known(id: string): Organ {
    const organ = this.#byId.get(id)
    if (!organ) throw organNotFound(id)
    return organ
  }

  childrenOf(ids: readonly string[]): Organ[] {
    return this.all.filter((organ) => organ.parentId !== null && ids.includes(organ.parentId) && isValidOn(organ, this.day))
  }

  /** @throws ORGAN_CYCLE if `parentId` is the organ itself or stands under it */
  assertNoCycle(organId: string, parentId: string | null): void {
    const tree = organTree(this.all.map(({ id, parentId: parent }) => ({ id, parent_id: parent })))
    if (parentId !== null && tree.isWithin(parentId, organId)) throw organCycle(organId)
  }

  get nextSort(): number {
    return Math.max(0, ...this.all.map(({ sort }) => sort)) + 10
  }
}

/** @returns the organ to be inserted. @throws FIELD_INVALID, ORGAN_EXISTS, ORGAN_NOT_FOUND, ORGAN_NOT_VALID */
export async function checkNewOrgan(tx: Tx, tenantId: string, tree: OrgansOn, given: NewOrgan): Promise<Organ> {
  checkOrganFields(given)
  if (await organs(tx).get(tenantId, given.id)) throw organExists(given.id)
  if (given.parentId !== null) tree.lasting(given.parentId)
  const { id, name, shortName, kind, parentId, sort = tree.nextSort } = given
  return {
    id,
    name: name.trim(),
    shortName: shortName.trim(),
    kind,
    parentId,
    validFrom: tree.day,
    validUntil: null,
    successorId: null,
    sort,
  }
}

const isText = (text: string, max: number): boolean => text.trim() !== '' && [...text].length <= max
