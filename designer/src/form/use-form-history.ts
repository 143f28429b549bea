import type { FormSchema } from '@lianban/forms'
import { useState } from 'react'
import type { Command, Outcome } from './model/commands.ts'
import { type History, perform, redo, startHistory, undo } from './model/history.ts'
import { fromSchema, toSchema } from './model/tree.ts'
import type { Saying } from './designer-context.ts'

interface State {
  /** The schema as it came in or as it was handed out last. */
  schema: FormSchema
  history: History
  saying: Saying
}

const start = (schema: FormSchema): State => ({
  schema,
  history: startHistory(fromSchema(schema)),
  saying: { text: '', refused: false, count: 0 },
})

/** The form under edit with undo and redo. A schema from outside that is not the one handed out last starts anew. */
export function useFormHistory(value: FormSchema, onChange: (schema: FormSchema) => void) {
  const [state, setState] = useState(() => start(value))
  if (value !== state.schema) {
    // A page that keeps the form as text hands back an equal schema, not the same one.
    const equal = JSON.stringify(value) === JSON.stringify(state.schema)
    setState(equal ? { ...state, schema: value } : start(value))
  }
  const said = (text: string, refused = false): Saying => ({ text, refused, count: state.saying.count + 1 })

  function go(history: History, text: string) {
    const schema = toSchema(history.tree)
    setState({ schema, history, saying: said(text) })
    onChange(schema)
  }

  function travel(way: typeof undo, nothing: string) {
    const went = way(state.history)
    if (went) go(went.history, went.said)
    else setState({ ...state, saying: said(nothing) })
  }

  return {
    history: state.history,
    saying: state.saying,
    say: (text: string, refused = false) => setState((now) => ({ ...now, saying: { text, refused, count: now.saying.count + 1 } })),
    select: (selected: string[]) => setState((now) => ({ ...now, history: { ...now.history, selected } })),
    send(command: Command): Outcome {
      const { history, outcome } = perform(state.history, command)
      if (outcome.ok) go(history, outcome.said)
      else setState({ ...state, saying: said(outcome.reason, true) })
      return outcome
    },
    undo: () => travel(undo, '没有可以撤销的操作'),
    redo: () => travel(redo, '没有可以重做的操作'),
  }
}
