import { KEY_PATTERN, kindOf, RESERVED_KEYS } from '@lianban/forms'
import type { ComponentName } from '@lianban/forms'
import type { FormNode, FormTree } from './tree.ts'
import { allNodes } from './tree.ts'

/** The paths of all nodes: sections, groups and notices share the names of what is around them. */
export function pathsOf(nodes: readonly FormNode[], prefix = ''): string[] {
  return nodes.flatMap((node) => [prefix + node.key, ...pathsOf(node.children ?? [], prefixInside(node, prefix))])
}

/** What the paths of fields inside a node begin with. */
export function prefixInside(node: FormNode, prefix: string): string {
  return kindOf(node.schema) === 'void' ? prefix : `${prefix}${node.key}.`
}

/** What the paths of fields in a container begin with; '' for the form itself. */
export function prefixOf(tree: FormTree, into: string | null): string {
  const search = (nodes: readonly FormNode[], prefix: string): string | null => {
    for (const node of nodes) {
      const inside = prefixInside(node, prefix)
      if (node.id === into) return inside
      const below = node.children && search(node.children, inside)
      if (below != null) return below
    }
    return null
  }
  return into === null ? '' : (search(tree.children, '') ?? '')
}

/** Why a key cannot be one, null when it can. */
export function wrongKey(key: string): string | null {
  if (!KEY_PATTERN.test(key)) return '标识只能用字母、数字和下划线,以字母开头,最多 64 个字符'
  return RESERVED_KEYS.has(key) ? `“${key}”是保留字,请换一个标识` : null
}

/** A key for a new field of a component that no field of the form has: `text1`. */
export function newKey(tree: FormTree, component: ComponentName): string {
  const taken = new Set(allNodes(tree.children).map((it) => it.key))
  return numbered(BASES[component] ?? component[0]!.toLowerCase() + component.slice(1), (key) => taken.has(key))
}

/** The base itself when it is free, else with the first free number. */
export function freeKey(base: string, isTaken: (key: string) => boolean): string {
  return isTaken(base) ? numbered(base.replace(/\d+$/, '').slice(0, 58) || 'field', isTaken) : base
}

function numbered(base: string, isTaken: (key: string) => boolean): string {
  let number = 1
  while (isTaken(`${base}${number}`) || RESERVED_KEYS.has(`${base}${number}`)) number++
  return `${base}${number}`
}

const BASES: Partial<Record<ComponentName, string>> = {
  Input: 'text',
  TextArea: 'note',
  NumberInput: 'number',
  MoneyInput: 'amount',
  DatePicker: 'date',
  ArrayTable: 'table',
  CardList: 'list',
  Upload: 'files',
  Hidden: 'hidden',
}

/** The same nodes with keys changed where the place they come to has them already. */
export function withFreeKeys(nodes: readonly FormNode[], taken: Set<string>, prefix: string): FormNode[] {
  return nodes.map((node) => {
    const key = freeKey(node.key, (it) => taken.has(prefix + it))
    taken.add(prefix + key)
    const renamed = { ...node, key }
    return node.children === null ? renamed : { ...renamed, children: withFreeKeys(node.children, taken, prefixInside(renamed, prefix)) }
  })
}
