import { App, Input, Modal, Select } from 'antd'
import { useCallback, useState } from 'react'
import { deskApi, type DeskView } from '../../api/case-desk.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { PeopleSelect } from '../../components/people-select.tsx'

interface Props {
  caseId: string
  tasks: DeskView['askable']
  onCancel: () => void
  onDone: () => void
}

/** Asks somebody about the case; the task stays where it is. */
export function AskDialog({ caseId, tasks, onCancel, onDone }: Props) {
  const { message } = App.useApp()
  const [taskId, setTaskId] = useState(tasks[0]!.taskId)
  const [who, setWho] = useState<string[]>([])
  const [text, setText] = useState('')
  const work = useCallback((key: string) => deskApi.ask(taskId, { userId: who[0]!, text }, key), [taskId, who, text])
  const sending = useOnce(work)
  const send = async () => {
    if (!(await sending.run())) return
    message.success('问题已发出,答复后会通知您')
    onDone()
  }
  return (
    <Modal
      open
      title="沟通"
      okText="发出问题"
      cancelText="取消"
      maskClosable={false}
      confirmLoading={sending.busy}
      okButtonProps={{ disabled: who.length === 0 || !text.trim() }}
      onOk={() => void send()}
      onCancel={onCancel}
    >
      <ErrorNote error={sending.error} />
      <p className="quiet">任务仍在您手中,办理时限不停。对方在答复之前可以查看这件办件。</p>
      {tasks.length > 1 && (
        <>
          <label htmlFor="ask-task">为哪个环节</label>
          <Select
            id="ask-task"
            style={{ width: '100%' }}
            value={taskId}
            onChange={setTaskId}
            options={tasks.map((task) => ({ value: task.taskId, label: task.name }))}
          />
        </>
      )}
      <label htmlFor="ask-who">问谁</label>
      <PeopleSelect id="ask-who" caseId={caseId} value={who} onChange={setWho} single />
      <label htmlFor="ask-text" className="gap-above block-label">
        问题
      </label>
      <Input.TextArea id="ask-text" rows={4} maxLength={2000} value={text} onChange={({ target }) => setText(target.value)} />
    </Modal>
  )
}
