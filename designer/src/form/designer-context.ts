import type { FieldSchema } from '@lianban/forms'
import { createContext, useContext } from 'react'
import type { Command, Outcome } from './model/commands.ts'
import type { Resolved } from './model/rewrite.ts'
import type { FormNode, FormTree } from './model/tree.ts'

/** A field that the county asks once and uses everywhere. */
export interface CountyField {
  /** The key that the field has in every form. */
  key: string
  title: string
  schema: FieldSchema
  /** Where the value comes from, as people read it: 公安人口库. */
  source: string
  /** Whether it is filled in by itself, as long as key, title and component stay as they are. */
  carried: boolean
}

interface Choice {
  key: string
  name: string
}

/** What options may be taken from, by name. */
export interface SourceChoices {
  dictionaries: Choice[]
  /** Data services. */
  services: Choice[]
  organs: Choice[]
  organKinds: Choice[]
  posts: Choice[]
}

/** The two views of the nodes that take the focus. */
export type Pane = 'canvas' | 'outline'

/** What was said last, for eyes and for screen readers. */
export interface Saying {
  text: string
  refused: boolean
  /** Told apart when the same is said twice. */
  count: number
}

/** What every part of the form designer works with. */
export interface Designer {
  tree: FormTree
  resolved: Resolved
  selected: readonly string[]
  /** The node whose settings are shown: the only selected one. */
  current: FormNode | null
  readOnly: boolean
  dictionary: readonly CountyField[]
  sources: SourceChoices
  /** Does a command and says what came of it. */
  send: (command: Command) => Outcome
  /** Asks first when other fields refer to what goes. */
  remove: (ids: readonly string[]) => void
  /** Puts fields in where it makes most sense: in or behind what is selected. */
  insert: (properties: Record<string, FieldSchema>) => void
  select: (ids: readonly string[], pane?: Pane) => void
  /** Puts the cursor into the settings. */
  editSettings: () => void
  say: (text: string, refused?: boolean) => void
}

export const DesignerContext = createContext<Designer | null>(null)

export function useDesignerContext(): Designer {
  const designer = useContext(DesignerContext)
  if (!designer) throw new Error('a part of the form designer stands outside of it')
  return designer
}
