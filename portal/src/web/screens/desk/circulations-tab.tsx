import { App, Button, Table } from 'antd'
import { useState } from 'react'
import { deskApi, deskPaths, type Circulation, type Reader } from '../../api/case-desk.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { momentText } from '../../time.ts'

interface Props {
  caseId: string
  version: number
  /** Readers were chased, or a circulation was ended: the time line tells of it. */
  onChanged: () => void
}

/** Who got the case to read, and who has. */
export function CirculationsTab({ caseId, version, onChanged }: Props) {
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
  return data.items.map((item) => <One key={item.id} item={item} version={version} onChanged={onChanged} />)
}

const SOURCE_TEXTS: Record<Circulation['source'], (stepName: string) => string> = {
  step: (stepName) => `在“${stepName}”办结时抄送`,
  starter: () => '提交时抄送',
  manual: () => '传阅',
}

function One({ item, version, onChanged }: { item: Circulation } & Pick<Props, 'version' | 'onChanged'>) {
  const { message } = App.useApp()
  const [shown, setShown] = useState(false)
  const [ending, setEnding] = useState(false)
  const chasing = useAttempt(async () => {
    const { told } = await deskApi.chase(item.id)
    message.success(`已催阅 ${told} 人`)
    onChanged()
  })
  return (
    <section className="card gap-below" data-testid="circulation">
      <div className="spread wrap">
        <span>
          <strong>{item.byName}</strong> {SOURCE_TEXTS[item.source](item.stepName)}
          <span className="quiet"> · {momentText(item.at)}</span>
        </span>
        <span className="row">
          <Button size="small" onClick={() => setShown(!shown)} aria-expanded={shown}>
            {shown ? '收起' : '阅看人员'}
          </Button>
          {item.canCare && item.opened < item.readers && (
            <Button size="small" loading={chasing.busy} onClick={() => void chasing.run()}>
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
      <ErrorNote error={chasing.error} />
      {shown && <Readers circulationId={item.id} version={version} />}
      {ending && (
        <DeedDialog
          title="取消传阅"
          danger
          consequence={`${item.readers} 人将不能再查看这件办件,他们已写的意见保留。理由写入办理过程和监察日志`}
          run={(reason) => deskApi.cancel(item.id, reason)}
          onCancel={() => setEnding(false)}
          onDone={() => {
            setEnding(false)
            onChanged()
          }}
        />
      )}
    </section>
  )
}

function Readers({ circulationId, version }: { circulationId: string; version: number }) {
  const pages = usePages<Reader>(deskPaths.readers(circulationId), version)
  if (pages.loading) return <TableSkeleton />
  if (!pages.first) return pages.error && <ErrorResult error={pages.error} onRetry={pages.reload} />
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
