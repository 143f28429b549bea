import { App, Button, Input, Modal, Table } from 'antd'
import { useState } from 'react'
import { asApiError } from '../../api/api-error.ts'
import { deskApi, deskPaths, type Circulation, type Reader } from '../../api/case-desk.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { momentText } from '../../time.ts'

/** Who got the case to read, and who has. */
export function CirculationsTab({ caseId, version }: { caseId: string; version: string | number }) {
  const { data, error, loading, reload } = useResource<{ items: Circulation[] }>(deskPaths.circulations(caseId), version)
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  if (data.items.length === 0) {
    return (
      <div className="card">
        <EmptyState title="还没有传阅">办理人员可以用上方的“传阅”把办件送给他人阅看</EmptyState>
      </div>
    )
  }
  return data.items.map((item) => <One key={item.id} item={item} reload={reload} />)
}

function One({ item, reload }: { item: Circulation; reload: () => void }) {
  const { message } = App.useApp()
  const [shown, setShown] = useState(false)
  const [ending, setEnding] = useState(false)
  const chase = () =>
    deskApi.chase(item.id).then(
      ({ told }) => message.success(`已催阅 ${told} 人`),
      (thrown: unknown) => message.warning(asApiError(thrown).message),
    )
  return (
    <section className="card gap-below">
      <div className="spread">
        <span>
          <strong>{item.byName}</strong>{' '}
          {item.source === 'step' ? `在“${item.stepName}”办结时抄送` : item.source === 'starter' ? '提交时抄送' : '传阅'}
          <span className="quiet"> · {momentText(item.at)}</span>
        </span>
        <span className="row">
          <Button size="small" onClick={() => setShown(!shown)} aria-expanded={shown}>
            {shown ? '收起' : '阅看人员'}
          </Button>
          {item.canCare && item.opened < item.readers && (
            <Button size="small" onClick={() => void chase()}>
              催阅
            </Button>
          )}
          {item.canCare && item.readers > 0 && (
            <Button size="small" danger onClick={() => setEnding(true)}>
              取消传阅
            </Button>
          )}
        </span>
      </div>
      {item.note && <p className="break">{item.note}</p>}
      <p className="quiet">
        共 {item.readers} 人,已阅 {item.opened} 人,有意见 {item.replied} 人{item.canceled > 0 && `,已取消 ${item.canceled} 人`}
      </p>
      {shown && <Readers circulationId={item.id} />}
      {ending && (
        <EndDialog
          item={item}
          onCancel={() => setEnding(false)}
          onDone={() => {
            setEnding(false)
            reload()
          }}
        />
      )}
    </section>
  )
}

function Readers({ circulationId }: { circulationId: string }) {
  const pages = usePages<Reader>(deskPaths.readers(circulationId))
  if (pages.loading) return <TableSkeleton />
  return (
    <>
      <Table<Reader>
        size="small"
        rowKey="userId"
        dataSource={pages.items}
        pagination={false}
        scroll={{ x: 480 }}
        columns={[
          { title: '姓名', dataIndex: 'name', width: 120 },
          {
            title: '阅看',
            key: 'opened',
            width: 170,
            render: (_, { openedAt, canceledAt, chased }) =>
              canceledAt !== null ? (
                <span className="quiet">已取消</span>
              ) : openedAt !== null ? (
                momentText(openedAt)
              ) : (
                <span className="quiet">未阅{chased > 0 && `,已催 ${chased} 次`}</span>
              ),
          },
          { title: '意见', dataIndex: 'reply', render: (reply: string | null) => <span className="break">{reply}</span> },
        ]}
      />
      <LoadMore pages={pages} />
    </>
  )
}

function EndDialog({ item, onCancel, onDone }: { item: Circulation; onCancel: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const end = async () => {
    setBusy(true)
    try {
      await deskApi.cancel(item.id, reason)
      onDone()
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title="取消传阅"
      okText="取消传阅"
      cancelText="返回"
      okButtonProps={{ danger: true, disabled: !reason.trim() }}
      confirmLoading={busy}
      onOk={() => void end()}
      onCancel={onCancel}
    >
      <p>{item.readers} 人将不能再查看这件办件,他们已写的意见保留。</p>
      <label htmlFor="end-reason">理由(必填,将写入监察日志)</label>
      <Input.TextArea id="end-reason" rows={3} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
    </Modal>
  )
}
