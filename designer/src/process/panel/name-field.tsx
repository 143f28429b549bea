import { useDesk } from '../desk.ts'
import { editModel } from '../edit-draft.ts'
import { stepOf } from '../matter/tasks.ts'
import type { Moddle } from '../model/moddle.ts'
import { CommitText, Field } from './field.tsx'

/** The name of an element; a step's name in the matter goes with it as long as both are the same. */
export function NameField({ element, help }: { element: Moddle; help?: string }) {
  const { readOnly, run } = useDesk()
  const rename = (name: string) =>
    run((draft) =>
      editModel(draft, (elements) => {
        const found = elements.get(element.id)
        const step = stepOf(draft.matter, element.id)
        const goesWith = step !== undefined && step.name === found?.name
        found?.set('name', name || undefined)
        if (!goesWith) return draft.matter
        return { ...draft.matter, steps: draft.matter.steps!.map((one) => (one === step ? { ...one, name } : one)) }
      }),
    )
  return (
    <Field label="名称" help={help}>
      {(id) => <CommitText id={id} value={element.name ?? ''} disabled={readOnly} onCommit={(name) => void rename(name.trim())} />}
    </Field>
  )
}
