import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { overviewPaths, type FigureView, type Overview } from '../../api/overview.ts'
import { supervisionPaths, type Board } from '../../api/supervision.ts'
import { BarCanvas } from '../../components/bar-chart.tsx'
import { useNow } from '../../hooks/use-now.ts'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { clockText, dateText, dayOf, minuteText } from '../../time.ts'
import { CARD_RANGE, CARD_SERIES } from './card-charts.tsx'
import { DAY_SERIES, dayRows, OPEN_SERIES, openRows } from './charts.tsx'
import { percent } from './numbers.tsx'
import { RANGES, useAsked, usePlace, VIEWS } from './place.ts'
import './big-screen.css'

const REFRESH_MS = 60_000
const TURN_MS = 20_000
/** Bars that can be read from afar. */
const MAX_BARS = 10
const RANGE = '30'
const NUMBERS: FigureView[] = ['open', 'overdue', 'warning', 'accepted', 'closed', 'late']

/** Counts up again and again while it is not paused. */
function useTicks(everyMs: number, paused = false): [number, (change: (now: number) => number) => void] {
  const [ticks, setTicks] = useState(0)
  useEffect(() => {
    if (paused) return
    const timer = setInterval(() => setTicks((now) => now + 1), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, paused])
  return [ticks, setTicks]
}

/** Dark whatever the device was set to, as long as it is shown. */
function useDark(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const before = dataset.mode
    dataset.mode = 'dark'
    return () => void (dataset.mode = before)
  }, [])
}

/** For a wall: numbers of the county and its organs, no names of persons, no navigation; it reads itself anew and turns its pages. */
export function BigScreen() {
  const { tenant } = useSession()
  const [version] = useTicks(REFRESH_MS)
  const { organ } = usePlace()
  const asked = useAsked({ range: RANGE, organ })
  const overview = useResource<Overview>(overviewPaths.overview(asked), version)
  const cards = useResource<Board>(supervisionPaths.board, version)
  const [paused, setPaused] = useState(false)
  const pages = useScreens(overview.data, cards.data, asked)
  const [turn, setTurn] = useTicks(TURN_MS, paused)
  const page = pages[turn % Math.max(1, pages.length)]
  useDark()
  useTitle('总览大屏')
  useKeys({
    ArrowRight: () => setTurn((now) => now + 1),
    ArrowLeft: () => setTurn((now) => (now === 0 ? pages.length - 1 : now - 1)),
    ' ': () => setPaused((now) => !now),
  })
  const error = overview.error ?? cards.error
  return (
    <div className="big-screen">
      <header className="big-head">
        <h1>{overview.data?.organ?.name ?? tenant.name}政务服务总览</h1>
        <Clock />
      </header>
      {page ? (
        <section aria-label={page.title} className="big-page" data-testid="big-page">
          <h2>
            {page.title} <span className="big-unit">{page.unit}</span>
          </h2>
          {page.body}
        </section>
      ) : (
        <p className="big-page big-wait">{error ? error.message : '正在读取数据'}</p>
      )}
      <footer className="big-foot">
        <span>
          {overview.data && `数据时间 ${minuteText(overview.data.at)} · 日志 ${overview.data.log.size} 条`}
          {error && overview.data && ' · 未能刷新,显示的是上次的数据'}
        </span>
        <span>
          {paused && '已暂停 · '}第 {(turn % Math.max(1, pages.length)) + 1} 页,共 {pages.length} 页
        </span>
      </footer>
    </div>
  )
}

interface Screen {
  title: string
  unit: string
  body: ReactNode
}

function useScreens(data: Overview | undefined, cards: Board | undefined, { from, to }: { from: number; to: number }): Screen[] {
  return useMemo(() => {
    if (!data) return []
    const range = RANGES[RANGE]
    const below = `各${data.organ === null ? '单位' : '事项'}在办`
    const groups = openRows(data.groups).slice(0, MAX_BARS)
    const chart = (rows: Parameters<typeof BarCanvas>[0]['rows'], series: typeof DAY_SERIES, label: string, lying: boolean) =>
      rows.some((row) => series.some(({ key }) => row[key])) ? (
        <BarCanvas rows={rows} series={series} label={label} lying={lying} beside={series === DAY_SERIES} />
      ) : (
        <p className="big-wait">没有数据</p>
      )
    const cardDays = (cards?.days ?? []).map(({ day, ...counts }) => ({ label: day.slice(5), ...counts }))
    const cardOrgans = (cards?.organs ?? []).slice(0, MAX_BARS).map(({ name, organId: _, ...counts }) => ({ label: name, ...counts }))
    const cardScreens: Screen[] = [
      { title: '每日发牌', unit: `单位:张 · ${CARD_RANGE}`, body: chart(cardDays, CARD_SERIES, '每日发牌', false) },
      { title: '各单位监察牌', unit: `单位:张 · ${CARD_RANGE}`, body: chart(cardOrgans, CARD_SERIES, '各单位监察牌', true) },
    ]
    return [
      { title: '办件', unit: `单位:件 · 在办为现在,其余为${range}`, body: <ScreenNumbers data={data} /> },
      { title: '每日受理和办结', unit: `单位:件 · ${range}`, body: chart(dayRows(data, from, to), DAY_SERIES, '每日受理和办结', false) },
      { title: below, unit: '单位:件 · 现在', body: chart(groups, OPEN_SERIES, below, true) },
      // The cards are of all that the caller may see, not of one organ among others.
      ...(data.organ !== null && data.hasMore ? [] : cardScreens),
    ]
  }, [data, cards, from, to])
}

function ScreenNumbers({ data: { numbers } }: { data: Overview }) {
  return (
    <dl className="big-numbers">
      {NUMBERS.map((view) => (
        <div key={view} className={(view === 'overdue' || view === 'late') && numbers[view] > 0 ? 'big-bad' : undefined}>
          <dt>{VIEWS[view]}</dt>
          <dd>{numbers[view]}</dd>
        </div>
      ))}
      <div>
        <dt>按时办结率</dt>
        <dd>{percent(numbers.onTime)}</dd>
      </div>
      <div>
        <dt>黄牌 / 红牌</dt>
        <dd>
          {numbers.yellow} / {numbers.red}
        </dd>
      </div>
    </dl>
  )
}

function Clock() {
  const now = useNow(1_000)
  return (
    <time className="big-clock">
      {dateText(dayOf(now))} {clockText(now)}
    </time>
  )
}
