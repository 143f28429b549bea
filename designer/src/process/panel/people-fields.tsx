import { Button } from 'antd'
import { DeleteOutlined } from '@ant-design/icons'
import { useDesk } from '../desk.ts'
import type { TaskLike } from '../draft.ts'
import { editModel } from '../edit-draft.ts'
import { namingFields, withAssignedBy, withDistinct, withOrgans, withPerson } from '../matter/people.ts'
import { syncTask } from '../matter/sync-model.ts'
import { Choice, Choices, Field } from './field.tsx'

interface PartProps {
  task: TaskLike
  change(part: Partial<TaskLike>): void
}

/** What the step's own form decides for later steps: who takes them, which organs are asked, what conditions may read. */
export function FormEffects({ task, change }: PartProps) {
  const { known, readOnly } = useDesk()
  const fields = (known.forms.find(({ key }) => key === task.form)?.fields ?? []).map(({ path, title }) => ({ value: path, label: title }))
  if (!task.form) return <p className="lianban-field-help">本环节不填写表单;选了表单才能由表单指定后面的人员</p>
  const people = Object.keys(task.people ?? {})
  return (
    <>
      <People task={task} change={change} fields={fields} />
      {people.length > 1 && (
        <Field label="必须是不同人员的字段" help="例如两名核查人员">
          {(id) => (
            <Choices
              id={id}
              label="必须是不同人员的字段"
              value={task.distinct?.[0] ?? []}
              options={fields.filter(({ value }) => people.includes(value))}
              disabled={readOnly || (task.distinct?.length ?? 0) > 1}
              onChange={(next) => change(withDistinct(next))}
            />
          )}
        </Field>
      )}
      <Organs task={task} change={change} fields={fields} />
      <Field label="供后面的条件使用的字段" help="流程图上的条件可以用这些字段来比较">
        {(id) => (
          <Choices
            id={id}
            label="供后面的条件使用的字段"
            value={task.variables ?? []}
            options={fields}
            disabled={readOnly}
            onChange={(next) => change({ variables: next.length > 0 ? next : undefined })}
          />
        )}
      </Field>
    </>
  )
}

type Options = { value: string; label: string }[]

/** `在「核查人员甲」中指定 现场核查人`. */
function People({ task, change, fields }: PartProps & { fields: Options }) {
  const { known, readOnly } = useDesk()
  const posts = known.posts.map(({ key, name }) => ({ value: key, label: name }))
  const entries = Object.entries(task.people ?? {})
  const free = fields.filter(({ value }) => !entries.some(([field]) => field === value))
  return (
    <Field label="由表单指定后面的办理人" help="办理人在字段里从这个岗位上选人,选中的人办理后面的环节">
      {() => (
        <div role="group" aria-label="由表单指定后面的办理人">
          {entries.map(([field, post]) => (
            <div key={field} className="lianban-sentence">
              在「{fields.find(({ value }) => value === field)?.label ?? field}」中指定
              <Choice
                inline
                label={`${fields.find(({ value }) => value === field)?.label ?? field}的岗位`}
                value={post || undefined}
                placeholder="选择岗位"
                options={posts}
                disabled={readOnly}
                onChange={(next) => next && change(withPerson(task, field, next))}
              />
              <Button
                size="small"
                type="text"
                danger
                aria-label={`不再由${fields.find(({ value }) => value === field)?.label ?? field}指定`}
                icon={<DeleteOutlined />}
                disabled={readOnly}
                onClick={() => change(withPerson(task, field, undefined))}
              />
            </div>
          ))}
          <Choice
            label="加指定人员的字段"
            value={undefined}
            placeholder="加一个字段"
            options={free}
            disabled={readOnly || free.length === 0}
            onChange={(field) => field && change(withPerson(task, field, known.posts[0]?.key ?? ''))}
          />
        </div>
      )}
    </Field>
  )
}

function Organs({ task, change, fields }: PartProps & { fields: Options }) {
  const { known, readOnly } = useDesk()
  const organs = known.organs.map(({ id, name }) => ({ value: id, label: name }))
  const entries = Object.entries(task.organs ?? {})
  const free = fields.filter(({ value }) => !entries.some(([field]) => field === value))
  return (
    <Field label="由表单选择征求意见的单位" help="办理人在字段里从这些单位中选">
      {() => (
        <>
          {entries.map(([field, chosen]) => (
            <Field key={field} label={fields.find(({ value }) => value === field)?.label ?? field}>
              {(id) => (
                <Choices
                  id={id}
                  value={chosen}
                  options={organs}
                  disabled={readOnly}
                  onChange={(next) => change(withOrgans(task, field, next))}
                />
              )}
            </Field>
          ))}
          <Choice
            label="加选择单位的字段"
            value={undefined}
            placeholder="加一个字段"
            options={free}
            disabled={readOnly || free.length === 0 || organs.length === 0}
            onChange={(field) => field && change(withOrgans(task, field, [organs[0]!.value]))}
          />
        </>
      )}
    </Field>
  )
}

/** Who takes the step: whoever holds its post, or whom an earlier step's form names. */
export function AssignedBy({ id, task }: { id: string; task: TaskLike }) {
  const { matter, known, readOnly, run } = useDesk()
  const naming = namingFields(matter).filter(({ taskId }) => taskId !== id)
  if (naming.length === 0 && task.assignedBy === undefined) return null
  const titleOfField = (field: string) => known.forms.flatMap(({ fields }) => fields).find(({ path }) => path === field)?.title ?? field
  const set = (field: string | undefined) =>
    void run((draft) => {
      const next = withAssignedBy(draft.matter, id, field)
      return editModel({ ...draft, matter: next }, (elements) => {
        const element = elements.get(id)
        if (element) syncTask(element, next)
        return next
      })
    })
  return (
    <Field label="办理人从哪里来" help="前面环节的表单可以指定由谁办理">
      {(field) => (
        <Choice
          id={field}
          value={task.assignedBy}
          allowClear
          placeholder="岗位上的人员"
          options={naming.map((one) => ({ value: one.field, label: `「${titleOfField(one.field)}」指定的人员` }))}
          disabled={readOnly}
          onChange={set}
        />
      )}
    </Field>
  )
}
