import { type ComponentName, COMPONENTS, componentOf, type FieldSchema } from '@lianban/forms'
import { run } from './commands.ts'
import { childrenOf, containersOf, findNode, type FormTree, type Place, placeOf } from './tree.ts'

/** Where new fields go when nobody pointed at a place: in or behind what is selected, else further out. */
export function bestPlace(tree: FormTree, selected: string | undefined, properties: Record<string, FieldSchema>): Place {
  const end: Place = { into: null, at: tree.children.length }
  const candidates = [...(selected === undefined ? [] : around(tree, selected, isSection(properties))), end]
  return candidates.find((place) => run(tree, { do: 'insert', properties, place }).ok) ?? end
}

const isSection = (properties: Record<string, FieldSchema>): boolean =>
  Object.values(properties).every((it) => (['Section', 'Tabs', 'Steps'] as (ComponentName | null)[]).includes(componentOf(it)))

/** In a container at its end, behind a field, behind what is around it. A section goes behind the one it was chosen in. */
function around(tree: FormTree, id: string, section: boolean): Place[] {
  const node = findNode(tree, id)
  if (!node) return []
  const holdsSections = (schema: FieldSchema) => COMPONENTS[componentOf(schema)!]?.holds === 'sections'
  const within = node.children !== null && (!section || holdsSections(node.schema)) ? [{ into: id, at: node.children.length }] : []
  const behind = [node, ...containersOf(tree, id)].flatMap((it) => {
    const place = placeOf(tree, it.id)!
    const holder = place.into === null ? null : findNode(tree, place.into)
    return section && holder && !holdsSections(holder.schema) ? [] : [{ into: place.into, at: place.at + 1 }]
  })
  return [...within, ...behind]
}

/** Where a drag ends: before, behind or in the node under the pointer. `share`: how far down (or along) the node, 0 to 1. */
export function dropPlace(tree: FormTree, over: string, share: number): Place | null {
  const node = findNode(tree, over)
  const place = placeOf(tree, over)
  if (!node || !place) return null
  if (node.children !== null && share > 0.25 && share < 0.9) return { into: over, at: node.children.length }
  return { into: place.into, at: share < 0.5 ? place.at : place.at + 1 }
}

/** The place behind the last field of a container. */
export const endOf = (tree: FormTree, into: string | null): Place => ({ into, at: childrenOf(tree, into).length })
