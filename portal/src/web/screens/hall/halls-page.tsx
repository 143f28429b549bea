import { Button, DatePicker, Table } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { windowPaths, type Hall, type QueueFigure } from '../../api/window.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { Devices } from './devices.tsx'
import { HallSettingsDialog } from './hall-settings.tsx'
import '../../components/desk.css'

/** The halls of the county: how each is set up, its devices, how long people wait. Each part for those with its right. */
export function Component() {
  useTitle('服务大厅')
  const { rights } = useSession()
  const { data, error, loading, reload } = useResource<{ items: Hall[] }>(windowPaths.halls)
  const [changing, setChanging] = useState<Hall | null>(null)
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const mayConfigure = rights.includes('queue:configure')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">服务大厅</h1>
        {mayConfigure && (
          <Button type="primary" onClick={() => setChanging(NEW_HALL)} data-testid="new-hall">
            新建大厅
          </Button>
        )}
      </div>
      {data.items.length === 0 && <EmptyState title="还没有服务大厅">由主管新建大厅后,窗口即可开放叫号</EmptyState>}
      {data.items.map((hall) => (
        <section key={hall.id} className="card gap-below" aria-label={hall.name}>
          <div className="spread">
            <h2>{hall.name}</h2>
            {mayConfigure && <Button onClick={() => setChanging(hall)}>修改设置</Button>}
          </div>
          <p className="quiet">
            业务类别 {hall.settings.classes.map(({ letter, name }) => `${letter} ${name}`).join('、')} · 窗口 1 至 {hall.settings.windows}{' '}
            号 ·{orderText(hall.settings.ordinaryPerPriority)}
          </p>
          {rights.includes('queue:figures') && <Figures hallId={hall.id} />}
        </section>
      ))}
      {rights.includes('queue:register') && <Devices halls={data.items} />}
      {changing && (
        <HallSettingsDialog
          hall={changing}
          onClose={() => setChanging(null)}
          onSaved={() => {
            setChanging(null)
            reload()
          }}
        />
      )}
    </div>
  )
}

const NEW_HALL: Hall = {
  ...{ id: '', name: '', organId: '', version: 0 },
  settings: {
    ...{ classes: [{ letter: 'A', name: '综合业务' }], windows: 10, ordinaryPerPriority: 2 },
    reader: { format: 'fields', separator: '|', fields: { name: 0, number: 5 } },
  },
}

/** The rule by which numbers with priority are called, in words. */
const orderText = (ordinary: number): string =>
  ordinary === 0 ? ' 优先号先于普通号叫号' : ` 每叫 ${ordinary} 个普通号叫 1 个优先号(老年人、残疾人、军人、预约)`

function Figures({ hallId }: { hallId: string }) {
  const [days, setDays] = useState(() => [dayjs(), dayjs()] as const)
  const [from, until] = days.map((day) => day.format('YYYY-MM-DD')) as [string, string]
  const { data } = useResource<{ items: QueueFigure[] }>(windowPaths.figures(hallId, from, until))
  const minutes = (value: number | null) => (value === null ? '—' : `${value} 分钟`)
  return (
    <>
      <div className="row gap-below">
        <DatePicker.RangePicker
          allowClear={false}
          value={[days[0], days[1]]}
          onChange={(range) => range?.[0] && range[1] && setDays([range[0], range[1]])}
          aria-label="统计日期"
        />
      </div>
      <Table<QueueFigure>
        size="small"
        rowKey={({ window, letter }) => `${window} ${letter}`}
        dataSource={data?.items ?? []}
        pagination={false}
        scroll={{ x: 720 }}
        locale={{ emptyText: <EmptyState title="所选日期没有办结的排队号">可以选择其他日期</EmptyState> }}
        columns={[
          { title: '窗口', dataIndex: 'window', width: 90, render: (window: number) => `${window} 号` },
          { title: '业务', key: 'class', render: (_, { letter, className }) => `${letter} ${className}` },
          { title: '办结', dataIndex: 'served', width: 80, align: 'right' },
          { title: '过号', dataIndex: 'passed', width: 80, align: 'right' },
          { title: '平均等候', dataIndex: 'meanWaitMinutes', width: 120, align: 'right', render: minutes },
          { title: '最长等候', dataIndex: 'longestWaitMinutes', width: 120, align: 'right', render: minutes },
          { title: '平均办理', dataIndex: 'meanServiceMinutes', width: 120, align: 'right', render: minutes },
        ]}
      />
    </>
  )
}
