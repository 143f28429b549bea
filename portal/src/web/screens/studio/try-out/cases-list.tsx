import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { parseSavedCase, runEachCase, type CaseResult, type PackageFiles, type TryOutOptions } from '@lianban/processes/try-out'
import { Button, Empty, Popconfirm } from 'antd'
import { useState } from 'react'
import { tryOutProblem } from './problem.ts'
import type { Trial } from './use-try-out.ts'

export interface CasesProps {
  trial: Trial
  /** Paths of the cases in `files`. */
  saved: readonly string[]
  files: PackageFiles
  calendar?: TryOutOptions['calendar']
  /** Takes a case out of the draft; absent: it is only looked at. */
  onRemove?: (path: string) => void
}

interface Ran {
  /** The files that it was run against. */
  files: PackageFiles
  results: CaseResult[]
}

/** The saved cases, each green or red with the reason after a run. Running leaves the page free between two cases. */
export function CasesList({ trial, saved, files, calendar, onRemove }: CasesProps) {
  const [ran, setRan] = useState<Ran | null>(null)
  const [busy, setBusy] = useState(false)
  if (saved.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有用例。把一次试办保存为用例,以后每次发布都会重新运行" />
  const run = async () => {
    setBusy(true)
    const results: CaseResult[] = []
    for (const result of runEachCase(files, { calendar })) {
      results.push(result)
      setRan({ files, results: [...results] })
      // The page draws between two cases.
      await new Promise((resolve) => setTimeout(resolve))
    }
    setBusy(false)
  }
  const isStale = ran !== null && !isSame(ran.files, files)
  const resultOf = (path: string) => (isStale ? undefined : ran?.results.find(({ file }) => file === path))
  const red = ran && !isStale ? ran.results.filter(({ ok }) => !ok).length : 0
  return (
    <>
      <div className="spread gap-below">
        <span className="quiet" role="status">
          {busy
            ? `正在运行 ${ran?.results.length ?? 0} / ${saved.length}`
            : summaryOf(ran && !isStale ? ran.results.length : 0, red, isStale)}
        </span>
        <Button size="small" type="primary" loading={busy} onClick={() => void run()} data-testid="run-cases">
          全部运行
        </Button>
      </div>
      <ul className="try-out-list" data-testid="cases">
        {saved.map((path) => (
          <li key={path} className="try-out-case">
            <Outcome result={resultOf(path)} />
            <span className="try-out-case-name break">
              {nameOf(files, path)}
              {resultOf(path)?.message && <span className="field-problem">{resultOf(path)!.message}</span>}
            </span>
            <Button size="small" onClick={() => open(trial, files[path]!)}>
              打开
            </Button>
            {onRemove && (
              <Popconfirm
                title="删除这个用例"
                description="删除后发布时不再检查它"
                okText="删除"
                cancelText="取消"
                onConfirm={() => onRemove(path)}
              >
                <Button size="small" danger>
                  删除
                </Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Saved again is not changed. */
function isSame(a: PackageFiles, b: PackageFiles): boolean {
  return a === b || (Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([path, text]) => b[path] === text))
}

const summaryOf = (count: number, red: number, isStale: boolean): string =>
  isStale ? '流程已修改,请重新运行' : count === 0 ? '尚未运行' : red === 0 ? `${count} 个用例全部通过` : `${red} 个用例没有通过,不能发布`

function Outcome({ result }: { result: CaseResult | undefined }) {
  if (!result) return <MinusCircleOutlined className="quiet" aria-label="未运行" />
  return result.ok ? (
    <CheckCircleFilled className="try-out-green" aria-label="通过" />
  ) : (
    <CloseCircleFilled className="try-out-red" aria-label="没有通过" />
  )
}

function nameOf(files: PackageFiles, path: string): string {
  try {
    return parseSavedCase(files[path]!).name
  } catch {
    return path.replace(/^cases\/|\.json$/g, '')
  }
}

/** Plays the case again, as far as it goes. */
function open(trial: Trial, text: string): void {
  try {
    const { commands, startAt } = parseSavedCase(text)
    trial.begin({ commands, startAt: Date.parse(startAt) })
  } catch (error) {
    // An unreadable case has its reason in the run.
    tryOutProblem(error)
  }
}
