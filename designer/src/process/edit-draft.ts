import type { MatterLike, ProcessDraft } from './draft.ts'
import { drawDiagram } from './layout/draw-diagram.ts'
import { syncTask } from './matter/sync-model.ts'
import { withoutElements, withTask } from './matter/tasks.ts'
import { elementsById, isA, readXml, writeXml, type Moddle } from './model/moddle.ts'
import { plainModel } from './model/same-model.ts'
import { EditRefused } from './tree/edit-tree.ts'
import { jumpReasons } from './tree/jumps.ts'
import { readTree } from './tree/read-tree.ts'
import { scopesIn, type Tree } from './tree/tree.ts'
import { writeTree } from './tree/write-tree.ts'

/** A changed draft, and what to look at now. */
export interface Edited {
  draft: ProcessDraft
  select?: string
}

type Change = { matter?: MatterLike; select?: string }

/**
 * Changes the structure of a draft by its tree. Entries of the matter go with their elements, a new user task gets one;
 * the diagram is drawn anew.
 * @throws EditRefused when the tree is only looked at, or the edit cannot be done
 */
export async function editTree(
  draft: ProcessDraft,
  edit: (tree: Tree) => Change | Promise<Change>,
  { post = '' }: { /** Of a new step. */ post?: string } = {},
): Promise<Edited> {
  const definitions = await readXml(draft.xml)
  const tree = readTree(definitions)
  if (!tree || tree.reasons.length > 0) throw new EditRefused('流程不是由成对的分支构成,只能在流程图中修改')
  const before = namesOf(definitions)
  const { matter = draft.matter, select } = await edit(tree)
  const [broken] = scopesIn(tree.scope).flatMap(jumpReasons)
  if (broken) throw new EditRefused(broken.text)
  if (writeTree(tree)) drawDiagram(stillTree(definitions))
  const settled = settleMatter(matter, definitions, { before, post })
  return { draft: { xml: await writeXml(definitions), matter: settled.matter }, select }
}

/** The tree of what was made of a tree: ways side by side that no longer meet in one gateway are not made. */
function stillTree(definitions: Moddle): Tree {
  const tree = readTree(definitions)
  const [reason] = tree?.reasons ?? []
  if (!tree || reason) throw new EditRefused(`这样改以后流程走不通:${reason?.text ?? '没有流程'}`)
  return tree
}

/** Changes what elements of the model say, with the matter; the structure stays. */
export async function editModel(
  draft: ProcessDraft,
  edit: (elements: Map<string, Moddle>, definitions: Moddle) => MatterLike | void,
): Promise<ProcessDraft> {
  const definitions = await readXml(draft.xml)
  const elements = elementsById(definitions)
  const matter = edit(elements, definitions) ?? draft.matter
  return { xml: await writeXml(definitions), matter }
}

/** Changes the matter's entries of one user task, and makes the model say the same. */
export const editTask = (draft: ProcessDraft, id: string, matter: MatterLike): Promise<ProcessDraft> =>
  editModel({ ...draft, matter }, (elements) => {
    const element = elements.get(id)
    if (element) syncTask(element, matter)
  })

/**
 * The draft whose model was changed by hand in the diagram: entries go with their elements, new user tasks get theirs, a
 * step is called what its task is called. The XML stays as it was saved unless an element must say more.
 */
export async function settleDraft(draft: ProcessDraft, xmlBefore: string, { post = '' }: { post?: string } = {}): Promise<ProcessDraft> {
  const definitions = await readXml(draft.xml)
  const { matter, touched } = settleMatter(draft.matter, definitions, { before: namesOf(await readXml(xmlBefore)), post })
  return { xml: touched ? await writeXml(definitions) : draft.xml, matter }
}

type Names = ReadonlyMap<string, string | undefined>

const namesOf = (definitions: Moddle): Names => new Map([...elementsById(definitions)].map(([id, { name }]) => [id, name]))

function settleMatter(
  matter: MatterLike,
  definitions: Moddle,
  { before, post }: { before: Names; post: string },
): { matter: MatterLike; touched: boolean } {
  const now = elementsById(definitions)
  const gone = new Set([...before.keys()].filter((id) => !now.has(id)))
  let result = gone.size > 0 ? withoutElements(matter, gone) : matter
  let touched = false
  for (const [id, element] of now) {
    if (!isA(element, 'bpmn:UserTask')) continue
    if (before.has(id)) {
      result = renamed(result, id, { from: before.get(id), to: element.name })
      continue
    }
    if (!result.tasks?.[id]) result = withTask(result, { id, name: element.name ?? '新环节', post })
    const said = JSON.stringify(plainModel(element))
    syncTask(element, result)
    touched ||= JSON.stringify(plainModel(element)) !== said
  }
  return { matter: result, touched }
}

function renamed(matter: MatterLike, id: string, { from, to }: { from?: string; to?: string }): MatterLike {
  if (from === to || !to || !matter.steps?.some(({ task, name }) => task === id && name === from)) return matter
  return { ...matter, steps: matter.steps.map((step) => (step.task === id && step.name === from ? { ...step, name: to } : step)) }
}
