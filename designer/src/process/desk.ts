import { createContext, useContext, useEffect, useState } from 'react'
import type { Known, KnownField, MatterLike, Problem, ProcessDraft } from './draft.ts'
import type { Edited } from './edit-draft.ts'
import { variablesOfMatter } from './flow-problems.ts'
import { lintModel } from './lint.ts'
import { elementsById, readXml, titleOf, type Moddle } from './model/moddle.ts'
import { readTree } from './tree/read-tree.ts'
import type { Tree } from './tree/tree.ts'

/** A draft's model as it was read, with what the engine says of it. */
export interface ReadModel {
  xml: string
  definitions: Moddle
  elements: Map<string, Moddle>
  tree: Tree | null
  lint: Problem[]
}

/** What every part of the designer works on. */
export interface Desk {
  draft: ProcessDraft
  matter: MatterLike
  model: ReadModel
  known: Known
  /** Fields and variables that conditions may ask for. */
  fields: KnownField[]
  readOnly: boolean
  selected: string | null
  select(id: string | null): void
  run(edit: (draft: ProcessDraft) => ProcessDraft | Edited | Promise<ProcessDraft | Edited>): Promise<string | undefined>
}

const DeskContext = createContext<Desk | null>(null)
export const DeskProvider = DeskContext.Provider

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk is for parts of a ProcessDesigner')
  return desk
}

export async function readModel(xml: string): Promise<ReadModel> {
  const definitions = await readXml(xml)
  const elements = elementsById(definitions)
  return { xml, definitions, elements, tree: readTree(definitions), lint: lintModel(xml, elements) }
}

/** The model of the XML; while a new one is read that from before. `failure` says why there is none. */
export function useModel(xml: string): { model: ReadModel | null; failure: string | null } {
  const [state, setState] = useState<{ model: ReadModel | null; failure: string | null }>({ model: null, failure: null })
  useEffect(() => {
    let stale = false
    readModel(xml).then(
      (model) => !stale && setState({ model, failure: null }),
      (error: unknown) => !stale && setState(({ model }) => ({ model, failure: error instanceof Error ? error.message : String(error) })),
    )
    return () => {
      stale = true
    }
  }, [xml])
  return state
}

/** The variable that holds the application form. */
const APPLICATION = 'application'

/**
 * What can be compared in conditions, by the path under which the process knows it: fields of the application form, of steps'
 * own forms that become variables, what decision tables say, and what buttons set.
 */
export function conditionFields(matter: MatterLike, known: Known, elements: ReadonlyMap<string, Moddle>): KnownField[] {
  const nameOf = (id: string) => titleOf(elements.get(id)!)
  const application = (known.forms.find(({ key }) => key === matter.applicationForm)?.fields ?? []).map((field) => ({
    ...field,
    path: `${APPLICATION}.${field.path}`,
  }))
  const own = Object.values(matter.tasks ?? {}).flatMap(({ form, variables }) => {
    const fields = known.forms.find(({ key }) => key === form)?.fields ?? []
    return Array.isArray(variables) ? fields.filter(({ path }) => variables.includes(path)) : []
  })
  const here = Object.fromEntries(Object.entries(matter.tasks ?? {}).filter(([id]) => elements.has(id)))
  const decided = [...elements.values()].flatMap((element): KnownField[] => {
    const path = element.get<string | undefined>('camunda:resultVariable')
    const decision = known.decisions.find(({ key }) => key === element.get('camunda:decisionRef'))
    return path && decision ? [{ path, title: `${decision.name}的结论`, mayBeBlank: true, ...decision.result }] : []
  })
  const all = [...variablesOfMatter(here, nameOf), ...decided, ...application, ...own]
  return all.filter((field, index) => field.type !== 'other' && all.findIndex(({ path }) => path === field.path) === index)
}
