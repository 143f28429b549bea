import { defaultRow, fieldsOf, type FormSchema } from '@lianban/forms'
import { Alert, Button, Input, Modal } from 'antd'
import { useCallback, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { api } from '../../api/api.ts'
import { asApiError, problemsOf, type FieldProblem } from '../../api/api-error.ts'
import { deskApi } from '../../api/case-desk.ts'
import type { Values } from '../../api/cases.ts'
import type { TaskAction, TaskDetail } from '../../api/tasks.ts'
import { DueText } from '../../components/due-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { PathAhead } from '../../components/path-ahead.tsx'
import { PhrasePicker } from '../../components/phrase-picker.tsx'
import { SignatureField, type SignatureHandle } from '../../components/signature/signature-field.tsx'
import { SchemaForm, type SchemaFormHandle } from '../../components/schema-form.tsx'
import { useOnce } from '../../hooks/use-once.ts'

interface Props {
  detail: TaskDetail
  action: TaskAction
  /** The step's own form, checked. */
  form: Values | undefined
  /** Uploads in place of what materials had. */
  materials: Record<string, string[]> | undefined
  /** As it is kept in the draft. */
  opinion: string
  onOpinion: (opinion: string) => void
  /** What is to be said of the draft before going on. */
  notice: ReactNode
  /** Problems that the server found in the step's form. */
  onProblems: (problems: FieldProblem[]) => void
  onCancel: () => void
  onDone: (nextTaskId: string | null) => void
}

/** Before an action is taken: what it does, who gets the case next, the opinion it is recorded with. */
export function ActionDialog({ detail, action, form, materials, opinion, onOpinion, notice, onProblems, onCancel, onDone }: Props) {
  const [unwritten, setUnwritten] = useState(false)
  const fields = useRef<SchemaFormHandle>(null)
  const signature = useRef<SignatureHandle>(null)
  const [unsigned, setUnsigned] = useState(false)
  const { task } = detail

  const work = useCallback(
    async (key: string, values: Values | undefined) => {
      const signed = await signature.current?.take()
      const written = action.opinion === 'none' ? undefined : opinion.trim() || undefined
      return api
        .complete(task.taskId, { action: action.key, opinion: written, form, fields: values, materials, signature: signed }, key)
        .catch((thrown: unknown) => {
          onProblems(problemsOf(asApiError(thrown)))
          throw thrown
        })
    },
    [task.taskId, action.key, action.opinion, opinion, form, materials, onProblems],
  )
  const sending = useOnce(work)
  const lookAhead = useCallback(() => deskApi.previewAction(task.taskId, { action: action.key, form }), [task.taskId, action.key, form])
  const problems = sending.error ? problemsOf(sending.error) : undefined

  const confirm = async () => {
    if (action.opinion === 'required' && !opinion.trim()) return setUnwritten(true)
    if (action.signature === 'required' && !signature.current?.isSigned()) return setUnsigned(true)
    const values = action.fields ? fields.current?.check() : undefined
    if (action.fields && !values) return
    const answer = await sending.run(values ?? undefined)
    if (answer) onDone(answer.nextTaskId)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void confirm()
    }
    // The dialog's own way out is behind this handler; what was typed is in the draft.
    if (event.key === 'Escape' && !sending.busy) onCancel()
  }

  return (
    <Modal
      open
      title={`${action.label}:${task.applicantName}`}
      width={action.fields ? 820 : 600}
      maskClosable={false}
      closable={!sending.busy}
      onCancel={onCancel}
      // The whole dialog, its buttons included.
      wrapProps={{ onKeyDown }}
      afterOpenChange={(open) => open && !action.fields && document.getElementById('opinion')?.focus()}
      footer={
        <div className="spread">
          <span className="quiet key-hint">
            <kbd>Ctrl+Enter</kbd> 确认
          </span>
          <span className="row">
            <Button onClick={onCancel} disabled={sending.busy}>
              取消
            </Button>
            <Button
              type="primary"
              danger={action.kind === 'danger'}
              loading={sending.busy}
              onClick={() => void confirm()}
              data-testid="confirm-action"
            >
              确认{action.label}
            </Button>
          </span>
        </div>
      }
    >
      {notice}
      <ErrorNote error={sending.error} />
      <NextHop detail={detail} action={action} />
      <PathAhead className="gap-below" label="后续流程" load={lookAhead} />
      {detail.openQuestions > 0 && (
        <Alert className="gap-below" type="warning" message={`还有 ${detail.openQuestions} 个沟通问题没有答复,可以继续办理`} />
      )}
      {action.fields && <SchemaForm ref={fields} schema={action.fields} initialValues={firstRows(action.fields)} problems={problems} />}
      {action.opinion !== 'none' && (
        <OpinionField
          action={action}
          value={opinion}
          problem={unwritten && !opinion.trim() ? `选择“${action.label}”必须写明意见或理由` : undefined}
          onChange={onOpinion}
        />
      )}
      {action.signature !== 'none' && (
        <SignatureField
          ref={signature}
          required={action.signature === 'required'}
          signedBy={action.signedBy}
          problem={unsigned ? `请${action.signedBy ? `由${action.signedBy}` : ''}签名` : undefined}
          onSigned={() => setUnsigned(false)}
        />
      )}
    </Modal>
  )
}

/** A table that must have rows begins with one, ready to be written in. */
function firstRows(schema: FormSchema): Values {
  const tables = fieldsOf(schema).filter((field) => field.kind === 'table' && field.schema.required)
  return Object.fromEntries(tables.map((table) => [table.path, [defaultRow(schema, table)]]))
}

function NextHop({ detail, action: { confirm, kind } }: { detail: TaskDetail; action: TaskAction }) {
  return (
    <>
      <dl className="dialog-next">
        <dt>下一环节</dt>
        <dd>{confirm.nextStep}</dd>
        <dt>办理人</dt>
        <dd className="break">{confirm.nextPeople}</dd>
        <dt>期限</dt>
        <dd>
          <DueText promised={detail.task.promised} statutory={detail.task.statutory} stepDueAt={detail.task.dueAt} />
        </dd>
      </dl>
      {confirm.consequence && <Alert className="gap-below" type={kind === 'danger' ? 'warning' : 'info'} message={confirm.consequence} />}
    </>
  )
}

function OpinionField({
  action,
  value,
  problem,
  onChange,
}: {
  action: TaskAction
  value: string
  problem?: string
  onChange: (text: string) => void
}) {
  return (
    <div className="gap-above">
      <label htmlFor="opinion">
        办理意见 {action.opinion === 'required' ? <span className="required-word">(必填)</span> : <span className="quiet">(可不填)</span>}
      </label>
      <Input.TextArea
        id="opinion"
        rows={4}
        maxLength={2000}
        value={value}
        status={problem ? 'error' : undefined}
        aria-describedby={problem ? 'opinion-problem' : undefined}
        onChange={({ target }) => onChange(target.value)}
        data-testid="opinion"
      />
      {problem && (
        <div id="opinion-problem" className="field-problem" role="alert">
          {problem}
        </div>
      )}
      <PhrasePicker kind={action.kind} value={value} onPick={(change) => onChange(change(value))} />
    </div>
  )
}
