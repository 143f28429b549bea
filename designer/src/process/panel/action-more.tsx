import { Checkbox, Collapse } from 'antd'
import { useDesk } from '../desk.ts'
import type { ActionLike } from '../draft.ts'
import { titleOf } from '../model/moddle.ts'
import { Choice, CommitText, Field } from './field.tsx'

interface ActionMoreProps {
  action: ActionLike
  /** Whether the step has a form that could be left out. */
  hasForm: boolean
  set(part: Partial<ActionLike>): void
}

/** Of a button: what is said before, what is asked for besides, and what it means in law. */
export function ActionMore({ action, hasForm, set }: ActionMoreProps) {
  const { model, matter, known, readOnly } = useDesk()
  const steps = Object.keys(matter.tasks ?? {}).flatMap((id) => {
    const element = model.elements.get(id)
    return element ? [{ value: id, label: titleOf(element) }] : []
  })
  const next = 'task' in action.next ? action.next.task : OTHER
  const fields = (
    <>
      <Field label="办理前提示" help="确认之前告诉办理人会发生什么">
        {(id) => (
          <CommitText
            id={id}
            size="small"
            value={action.consequence ?? ''}
            disabled={readOnly}
            onCommit={(text) => set({ consequence: text.trim() || undefined })}
          />
        )}
      </Field>
      <Field label="另外填写" help="按下按钮时另外填写的表单,例如补正的材料">
        {(id) => (
          <Choice
            id={id}
            value={action.fields}
            allowClear
            placeholder="不填写"
            options={known.forms.map(({ key, title }) => ({ value: key, label: title }))}
            disabled={readOnly}
            onChange={(form) => set({ fields: form })}
          />
        )}
      </Field>
      <Field label="法律效果" help="办件的状态、期限和文书按它变化">
        {(id) => (
          <Choice
            id={id}
            value={action.effect}
            allowClear
            placeholder="没有"
            options={EFFECTS}
            disabled={readOnly}
            onChange={(effect) => set({ effect })}
          />
        )}
      </Field>
      <Field label="告知下一环节" help="办理后告诉办理人转到哪里;去向由流程图决定">
        {(id) => (
          <Choice
            id={id}
            value={next}
            options={[...steps, { value: OTHER, label: '不是人工环节,用文字说明' }]}
            disabled={readOnly}
            onChange={(task) => set({ next: task && task !== OTHER ? { task } : { text: '转下一环节', people: '系统' } })}
          />
        )}
      </Field>
      {'text' in action.next && <NextWords next={action.next} set={set} />}
      {hasForm && (
        <Checkbox
          checked={action.withoutForm === true}
          disabled={readOnly}
          onChange={({ target }) => set({ withoutForm: target.checked || undefined })}
        >
          不提交本环节的表单(环节还要继续办理)
        </Checkbox>
      )}
    </>
  )
  return <Collapse ghost size="small" items={[{ key: 'more', label: `「${action.label}」的提示、填写和效果`, children: fields }]} />
}

const OTHER = 'other'

function NextWords({ next, set }: { next: { text: string; people: string }; set: ActionMoreProps['set'] }) {
  const { readOnly } = useDesk()
  return (
    <div className="lianban-sentence">
      <CommitText
        size="small"
        label="下一环节的说明"
        value={next.text}
        disabled={readOnly}
        onCommit={(text) => text.trim() && set({ next: { ...next, text: text.trim() } })}
      />
      由
      <CommitText
        size="small"
        label="下一环节的办理人"
        value={next.people}
        disabled={readOnly}
        onCommit={(people) => people.trim() && set({ next: { ...next, people: people.trim() } })}
      />
      办理
    </div>
  )
}

/** What an action may do to a case, as the law calls it. */
const EFFECTS = [
  { value: 'accept', label: '受理' },
  { value: 'accept-deferred', label: '容缺受理' },
  { value: 'accept-commitment', label: '告知承诺受理' },
  { value: 'request-supplement', label: '一次告知补正' },
  { value: 'not-accept', label: '不予受理' },
  { value: 'not-required', label: '告知不需要许可' },
  { value: 'request-correction', label: '当场更正' },
  { value: 'advise', label: '预审反馈' },
  { value: 'grant', label: '准予' },
  { value: 'refuse', label: '不予许可' },
  { value: 'transfer', label: '转送其他机关' },
  { value: 'report-up', label: '初审后上报' },
  { value: 'record-inspection', label: '记录检验结果' },
  { value: 'deliver', label: '送达' },
  { value: 'request-suspension', label: '申请特别程序' },
  { value: 'open-suspension', label: '批准特别程序,中止计时' },
  { value: 'refuse-suspension', label: '不批准特别程序' },
  { value: 'tell-hearing-rights', label: '告知听证权利' },
  { value: 'arrange-hearing', label: '安排听证' },
  { value: 'drop-hearing', label: '不举行听证' },
  { value: 'hold-hearing', label: '举行听证' },
  { value: 'extend', label: '批准延期' },
  { value: 'refuse-extension', label: '不批准延期' },
  { value: 'distribute', label: '一件事分办' },
  { value: 'deliver-all', label: '一件事统一送达' },
]
