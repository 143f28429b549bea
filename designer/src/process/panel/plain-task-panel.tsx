import { useDesk } from '../desk.ts'
import type { TaskLike } from '../draft.ts'
import { changeTask, newTask } from '../matter/tasks.ts'
import type { Moddle } from '../model/moddle.ts'
import { changePosts, groupWords } from '../plain/plain-draft.ts'
import { ActionsEditor } from './actions-editor.tsx'
import { EngineFields } from './engine-fields.tsx'
import { Choices, Field } from './field.tsx'
import { NameField } from './name-field.tsx'

/** A step of a process that is no matter: who may do it, its buttons, and what the engine reads of it. */
export function PlainTaskPanel({ element }: { element: Moddle }) {
  const { matter, known, readOnly, run } = useDesk()
  const { id } = element
  const task: TaskLike = matter.tasks?.[id] ?? newTask('')
  const groups = groupWords(element.get<string | undefined>('camunda:candidateGroups') ?? '', known)
  const posts = task.posts ?? (task.post ? [task.post] : [])
  return (
    <>
      <NameField element={element} />
      <Field label="可以办理的岗位" help="这些岗位的人员可以使用本环节的按钮">
        {(field) => (
          <Choices
            id={field}
            value={posts}
            placeholder="选择岗位"
            options={known.posts.map(({ key, name }) => ({ value: key, label: name }))}
            disabled={readOnly}
            onChange={(next) => next.length > 0 && void run((draft) => changePosts(draft, id, next))}
          />
        )}
      </Field>
      <ActionsEditor
        task={task}
        taskId={id}
        change={(part) => void run((draft) => ({ ...draft, matter: changeTask(draft.matter, id, part) }))}
      />
      {groups && (
        <p className="lianban-field-help" role="status">
          现在可以签收的是:{groups}
        </p>
      )}
      <EngineFields element={element} />
    </>
  )
}
