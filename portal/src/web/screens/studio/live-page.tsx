import { DiagramView } from '@lianban/designer'
import { Button, Segmented, Select } from 'antd'
import { useMemo } from 'react'
import { Link, useParams, useSearchParams } from 'react-router-dom'
import { studioPaths, type ElementFigures, type Overlay } from '../../api/studio.ts'
import { AdaptiveTable } from '../../components/adaptive-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { momentText } from '../../time.ts'
import './studio.css'

/** A version of a matter with its model. */
interface MatterModel {
  name: string
  version: number
  /** Newest first. */
  versions: { version: number; validFrom: string | null }[]
  xml: string
  /** Element id → name, of those that have one. */
  names: Record<string, string>
}

interface StepFigures extends ElementFigures {
  id: string
  name: string
}

const ALL = 'all'
const PERIODS = [
  { value: '30', label: '近30天' },
  { value: '90', label: '近90天' },
  { value: ALL, label: '全部' },
]

/** Where the cases of a matter are now, how long its steps take, what is late and what is sent back. */
export function Component() {
  const { key = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const version = /^[1-9]\d{0,5}$/.exec(params.get('version') ?? '')?.[0] ?? ALL
  const period = PERIODS.find(({ value }) => value === params.get('days'))?.value ?? '90'
  const numberOf = (text: string) => (text === ALL ? undefined : Number(text))
  const model = useResource<MatterModel>(studioPaths.model(key, numberOf(version)))
  const figures = useResource<Overlay>(studioPaths.overlay(key, { version: numberOf(version), days: numberOf(period) }))
  useTitle(model.data ? `${model.data.name}运行情况` : '运行情况')
  const error = model.error ?? figures.error
  if (error) return <ErrorResult error={error} onRetry={figures.reload} />
  if (!model.data || !figures.data) return <PageSkeleton />
  const choose = (chosen: { version?: string; days?: string }) => setParams({ version, days: period, ...chosen }, { replace: true })
  return (
    <div className="page">
      <div className="page-head">
        <Link to="/studio">流程设计</Link>
        <h1>{model.data.name}运行情况</h1>
        <span className="grow" />
        <Select
          aria-label="版本"
          className="live-version"
          value={version}
          onChange={(chosen) => choose({ version: chosen })}
          options={[
            { value: ALL, label: `全部版本(按第 ${model.data.version} 版的流程图)` },
            ...model.data.versions.map((one) => ({ value: String(one.version), label: versionText(one) })),
          ]}
        />
        <Segmented aria-label="已办的统计期间" value={period} options={PERIODS} onChange={(days) => choose({ days })} />
        <Button onClick={figures.reload}>刷新</Button>
      </div>
      <LiveView matterKey={key} version={numberOf(version)} model={model.data} figures={figures.data} />
    </div>
  )
}

const versionText = ({ version, validFrom }: MatterModel['versions'][number]) =>
  `第 ${version} 版${validFrom === null ? '' : `(${validFrom} 起)`}`

interface LiveProps {
  matterKey: string
  version: number | undefined
  model: MatterModel
  figures: Overlay
}

function LiveView({ matterKey, version, model, figures }: LiveProps) {
  const { rights } = useSession()
  // Of all versions together, only what stands in the model that is shown.
  const rows = useMemo(
    () =>
      Object.entries(figures.elements)
        .flatMap(([id, found]) => (model.names[id] === undefined ? [] : { id, name: model.names[id], ...found }))
        .filter(({ here, doneCount }) => here + doneCount > 0)
        .sort((a, b) => b.overdue - a.overdue || b.here - a.here || b.doneCount - a.doneCount),
    [model, figures],
  )
  const numbers = useMemo(
    () => Object.fromEntries(rows.filter(({ here }) => here > 0).map(({ id, here, overdue }) => [id, hereText(here, overdue)])),
    [rows],
  )
  const casesAt = (elementId: string) =>
    rights.includes('case:list')
      ? `/cases?${new URLSearchParams({ matter: matterKey, element: elementId, ...(version !== undefined && { version: String(version) }) }).toString()}`
      : null
  return (
    <>
      <section className="card gap-below" aria-label="流程图">
        <DiagramView
          xml={model.xml}
          active={Object.keys(numbers)}
          late={rows.filter(({ overdue }) => overdue > 0).map(({ id }) => id)}
          legend={LEGEND}
          numbers={numbers}
          height="420px"
        />
        <p className="quiet gap-above">
          数字为正停在该环节的件数。用时按自然时间计算,含夜间、周末和节假日;多人办理的环节,从第一人开始到全部办完计为一次。
          “退回”为办件办过该环节以后,又从后面的环节回到该环节的次数。数据时间 {momentText(figures.at)}。
        </p>
      </section>
      <section className="card flush" aria-label="各环节">
        {rows.length === 0 ? (
          <EmptyState title="这一版本、这一期间没有办件">可以更换版本或者期间</EmptyState>
        ) : (
          <StepTable rows={rows} casesAt={casesAt} />
        )}
      </section>
    </>
  )
}

const LEGEND = ['active', 'late'] as const
const hereText = (here: number, overdue: number) => (overdue > 0 ? `${here} 件,超期 ${overdue}` : `${here} 件`)

function StepTable({ rows, casesAt }: { rows: StepFigures[]; casesAt: (elementId: string) => string | null }) {
  const here = ({ id, name, here }: StepFigures) => {
    const address = casesAt(id)
    return here > 0 && address ? (
      <Link to={address} aria-label={`停在“${name}”的 ${here} 件`}>
        {here}
      </Link>
    ) : (
      here
    )
  }
  return (
    <AdaptiveTable
      keyOf={({ id }) => id}
      rows={rows}
      columns={[
        { title: '环节', dataIndex: 'name', sorter: (a, b) => a.name.localeCompare(b.name, 'zh') },
        { title: '在办', key: 'here', width: 90, align: 'right', render: (_, row) => here(row), sorter: by('here') },
        { title: '其中超期', dataIndex: 'overdue', width: 110, align: 'right', sorter: by('overdue') },
        { title: '已办', dataIndex: 'doneCount', width: 90, align: 'right', sorter: by('doneCount') },
        { title: '用时中位数', dataIndex: 'medianMs', width: 130, align: 'right', render: durationText, sorter: by('medianMs') },
        { title: '95% 不超过', dataIndex: 'p95Ms', width: 130, align: 'right', render: durationText, sorter: by('p95Ms') },
        { title: '退回', dataIndex: 'returns', width: 90, align: 'right', sorter: by('returns') },
      ]}
    />
  )
}

const by = (member: keyof ElementFigures) => (a: StepFigures, b: StepFigures) => (a[member] ?? -1) - (b[member] ?? -1)

/** Elapsed time, nights and holidays included. */
function durationText(ms: number | null): string {
  if (ms === null) return '—'
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} 分钟`
  if (minutes < 48 * 60) return `${Math.round(minutes / 6) / 10} 小时`
  return `${Math.round(minutes / 144) / 10} 天`
}
