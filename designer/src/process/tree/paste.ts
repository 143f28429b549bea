import type { MatterLike } from '../draft.ts'
import { newId } from '../model/ids.ts'
import { isA, listOf, readXml, type Moddle } from '../model/moddle.ts'
import { branchEnds, EditRefused, endItem, insertItem, type Place } from './edit-tree.ts'
import { findBranch, findItem } from './find-item.ts'
import { readTree } from './read-tree.ts'
import { itemsOf, type Branch, type Item, type Tree } from './tree.ts'

/** What was copied: a draft as it was then, and what of it. */
export interface Clip {
  xml: string
  matter: MatterLike
  /** A node, or the branch that begins with a flow. */
  what: { item: string } | { branch: string }
}

/**
 * Puts what was copied into a tree under new ids, with its entries of the matter.
 * @returns the matter with the entries, and the id of what is new
 */
export async function paste(
  tree: Tree,
  matter: MatterLike,
  { clip, place }: { clip: Clip; place: Place | { gateway: string } },
): Promise<{ matter: MatterLike; id: string }> {
  const source = readTree(await readXml(clip.xml))
  const branch = source && 'branch' in clip.what ? findBranch(source.scope, clip.what.branch)?.branch : undefined
  const item = source && 'item' in clip.what ? findItem(source.scope, clip.what.item)?.item : undefined
  if (!source || (!branch && !item)) throw new EditRefused('剪贴板里的内容已经不能使用,请重新复制')
  if (item?.next) item.next.jump = null
  const renamed = new Renamer(tree.definitions)
  if (item) {
    if (isA(item.element, 'bpmn:StartEvent', 'bpmn:EndEvent', 'bpmn:BoundaryEvent'))
      throw new EditRefused('开始、结束和边界事件不能单独复制')
    if ('gateway' in place) throw new EditRefused('环节不能粘贴成分支')
    renamed.item(item)
    insertItem(tree, place, item)
  } else {
    const gateway = 'gateway' in place ? findItem(tree.scope, place.gateway)?.item : undefined
    if (!gateway || gateway.branches.length === 0) throw new EditRefused('分支只能粘贴到分支节点')
    renamed.branch(branch!)
    if (!gateway.join && !branchEnds(branch!)) branch!.items.push(endItem(tree.definitions))
    gateway.branches.push(branch!)
  }
  renamed.jumps(item ? [item] : branch!.items)
  renamed.mentions()
  return { matter: withEntries(matter, clip.matter, renamed.ids), id: item ? item.id : branch!.edge.flow!.id }
}

/** Gives elements of another model ids that are free in this one. */
class Renamer {
  /** Old id → new id. */
  readonly ids = new Map<string, string>()
  private readonly elements: Moddle[] = []

  constructor(private readonly definitions: Moddle) {}

  item(item: Item): void {
    for (const one of itemsOf([item])) {
      this.element(one.element)
      one.id = one.element.id
      if (one.join) this.element(one.join)
      if (one.next?.flow) this.element(one.next.flow)
      for (const { edge } of one.branches) if (edge.flow) this.element(edge.flow)
    }
  }

  branch({ edge, items }: Branch): void {
    if (edge.flow) this.element(edge.flow)
    for (const item of items) this.item(item)
  }

  private element(element: Moddle): void {
    if (this.elements.includes(element)) return
    this.elements.push(element)
    if (element.id) {
      const id = newId(this.definitions, element.id.replace(/_\d+$/, ''))
      this.ids.set(element.id, id)
      element.id = id
    }
    for (const [name, value] of Object.entries(element)) {
      if (REFERENCES.has(name)) element.set(name, this.root(value as Moddle))
      for (const child of Array.isArray(value) ? value : [value]) if (isOwn(child, element)) this.element(child)
    }
  }

  /** A way back to what was copied with it leads to the copy; any other to where it led. */
  jumps(items: Item[]): void {
    for (const { next, branches } of itemsOf(items))
      for (const edge of [...(next ? [next] : []), ...branches.map((branch) => branch.edge)])
        if (edge.jump !== null) edge.jump = this.ids.get(edge.jump) ?? edge.jump
  }

  /** Messages and the like belong to the file: that of the same id, else the copied one comes along. */
  private root(element: Moddle): Moddle {
    const roots = listOf(this.definitions, 'rootElements')
    const same = roots.find(({ id }) => id === element.id)
    if (same || !element.$type) return same ?? element
    element.$parent = this.definitions
    this.definitions.set('rootElements', [...roots, element])
    return element
  }

  /** Expressions that name an element by its old id. */
  mentions(): void {
    const names = [...this.ids.keys()].toSorted((a, b) => b.length - a.length).map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    if (names.length === 0) return
    const pattern = new RegExp(`(?<![\\w.-])(?:stepLimits\\.)?(${names.join('|')})(?![\\w-])`, 'g')
    for (const element of this.elements)
      for (const [name, value] of Object.entries(element))
        if (typeof value === 'string' && name !== 'id' && !name.startsWith('$') && name !== 'name')
          element[name] = value.replace(pattern, (all, id: string) => all.replace(id, this.ids.get(id)!))
  }
}

const REFERENCES = new Set(['messageRef', 'signalRef', 'errorRef', 'escalationRef'])

const isOwn = (value: unknown, parent: Moddle): value is Moddle =>
  typeof value === 'object' && value !== null && (value as Moddle).$type !== undefined && (value as Moddle).$parent === parent

/** Entries of the copied elements, under their new ids. */
function withEntries(matter: MatterLike, source: MatterLike, ids: Map<string, string>): MatterLike {
  const renamed = <T>(record: Record<string, T> | undefined): Record<string, T> =>
    Object.fromEntries([...ids].flatMap(([from, to]) => (record?.[from] === undefined ? [] : [[to, record[from]]])))
  const steps = (source.steps ?? []).flatMap((step) => (ids.has(step.task) ? [{ ...step, task: ids.get(step.task)! }] : []))
  const result: MatterLike = { ...matter }
  for (const part of ['tasks', 'timers', 'outcomes'] as const) {
    const added = renamed<unknown>(source[part])
    if (Object.keys(added).length > 0) result[part] = { ...matter[part], ...added } as never
  }
  if (steps.length > 0) result.steps = [...(matter.steps ?? []), ...structuredClone(steps)]
  return structuredClone(result)
}
