import { App, Button, Input, Modal, Tooltip } from 'antd'
import { useState } from 'react'
import { deskApi, deskPaths, type DeskView } from '../../api/case-desk.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { momentText } from '../../time.ts'
import { AskDialog } from './ask-dialog.tsx'
import { CirculateDialog } from './circulate-dialog.tsx'

interface Props {
  caseId: string
  /** Of the case as it is shown. */
  version: number
  /** Something was said or sent: what shows it reads again. */
  onChanged: () => void
}

type Open = 'circulate' | 'ask' | 'urge' | null

/** 传阅, 沟通, 催办: what the caller may do about a case without the case moving. Nothing where he may do none of it. */
export function DeskButtons({ caseId, version, onChanged }: Props) {
  const { data: desk } = useResource<DeskView>(deskPaths.desk(caseId), version)
  const [open, setOpen] = useState<Open>(null)
  if (!desk) return null
  const done = () => {
    setOpen(null)
    onChanged()
  }
  return (
    <span className="row">
      {desk.canCirculate && (
        <Button onClick={() => setOpen('circulate')} data-testid="circulate">
          传阅
        </Button>
      )}
      {desk.askable.length > 0 && (
        <Button onClick={() => setOpen('ask')} data-testid="ask">
          沟通
        </Button>
      )}
      <UrgeButton urge={desk.urge} onClick={() => setOpen('urge')} />
      {open === 'circulate' && <CirculateDialog caseId={caseId} onCancel={() => setOpen(null)} onDone={done} />}
      {open === 'ask' && <AskDialog caseId={caseId} tasks={desk.askable} onCancel={() => setOpen(null)} onDone={done} />}
      {open === 'urge' && <UrgeDialog caseId={caseId} onCancel={() => setOpen(null)} onDone={done} />}
    </span>
  )
}

function UrgeButton({ urge, onClick }: { urge: DeskView['urge']; onClick: () => void }) {
  if (!urge.allowed && urge.nextAt === null) return null
  return (
    <Tooltip title={urge.nextAt === null ? undefined : `已经催办,${momentText(urge.nextAt)} 以后可以再次催办`}>
      <Button disabled={!urge.allowed} onClick={onClick} data-testid="urge">
        催办
      </Button>
    </Tooltip>
  )
}

function UrgeDialog({ caseId, onCancel, onDone }: { caseId: string; onCancel: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const urging = useAttempt(async () => {
    const { told, nextAt } = await deskApi.urge(caseId, note)
    message.success(`已通知 ${told} 人,${momentText(nextAt)} 以后可以再次催办`)
    onDone()
  })
  return (
    <Modal
      open
      title="催办"
      okText="催办"
      cancelText="取消"
      maskClosable={false}
      confirmLoading={urging.busy}
      onOk={() => void urging.run()}
      onCancel={onCancel}
    >
      <ErrorNote error={urging.error} />
      <p>通知现在手上有这件办件的人尽快办理。催办会记入办理过程。</p>
      <label htmlFor="urge-note">
        说明 <span className="quiet">(可不填)</span>
      </label>
      <Input.TextArea id="urge-note" rows={3} maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
    </Modal>
  )
}
