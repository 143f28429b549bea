import { App, Button, Input, Modal } from 'antd'
import { useCallback, useState } from 'react'
import { api } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'

interface Verb {
  label: string
  title: string
  hint: string
  field: string
  done: string
  send: (caseId: string, text: string, key: string) => Promise<void>
}

const VERBS: Record<string, Verb> = {
  'request-extension': {
    label: '申请延期',
    title: '申请延长办理期限',
    hint: '由本单位主要负责人审批,在法定时限届满以前只能延长一次。理由会写入延期决定书告知申请人。',
    field: '理由(必填)',
    done: '已提交本单位主要负责人审批',
    send: api.requestExtension,
  },
  'end-suspension': {
    label: '结束特别程序',
    title: '特别程序结束,恢复计时',
    hint: '时限自结束之次日起继续计算,办件回到审查环节。',
    field: '结果(必填)',
    done: '已恢复计时',
    send: api.endSuspension,
  },
}

/** What may be done with the clock of a case, by those who may. */
export function ClockVerbs({ item, onDone }: { item: CaseDetail; onDone: () => void }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <>
      {item.allowed
        .filter((verb) => verb in VERBS)
        .map((verb) => (
          <Button key={verb} onClick={() => setOpen(verb)} data-testid={verb}>
            {VERBS[verb]!.label}
          </Button>
        ))}
      {open && <VerbDialog item={item} verb={VERBS[open]!} onClose={() => setOpen(null)} onDone={onDone} />}
    </>
  )
}

function VerbDialog({ item, verb, onClose, onDone }: { item: CaseDetail; verb: Verb; onClose: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const work = useCallback((key: string, words: string) => verb.send(item.id, words, key).then(() => true), [item.id, verb])
  const sending = useOnce(work)
  const send = async () => {
    if (!(await sending.run(text.trim()))) return
    message.success(`${item.caseNo} ${verb.done}`)
    onClose()
    onDone()
  }
  return (
    <Modal
      open
      title={`${verb.title}:${item.applicantName}`}
      okText={`确认${verb.label}`}
      cancelText="取消"
      okButtonProps={{ disabled: !text.trim() }}
      confirmLoading={sending.busy}
      maskClosable={false}
      onCancel={onClose}
      onOk={() => void send()}
    >
      <ErrorNote error={sending.error} />
      <p className="quiet">{verb.hint}</p>
      <label htmlFor="clock-verb">{verb.field}</label>
      <Input.TextArea
        id="clock-verb"
        rows={4}
        maxLength={500}
        showCount
        value={text}
        onChange={({ target }) => setText(target.value)}
        data-testid="clock-verb-text"
      />
    </Modal>
  )
}
