import { Alert, Skeleton, Tooltip } from 'antd'
import type { PathBranch, PathItem, PathStep, PathView } from '../api/case-desk.ts'
import { momentText } from '../time.ts'
import './path-preview.css'

const STATE_SIGNS = { running: '●', certain: '○', possible: '◌' } as const
const STATE_WORDS = { running: '正在办理', certain: '必经', possible: '视情况' } as const
const STOPS: Record<string, string> = {
  'no-branch': '没有符合条件的分支,流程会在这里中断',
  waits: '条件不成立,流程会在这里等待',
  error: '流程会在这里中断',
}

interface Props {
  view: PathView | undefined
  /** In a side panel: branches one under the other. */
  narrow?: boolean
  /** What was done is shown too. */
  withDone?: boolean
}

/** The way of a case: done, running, to come; with people and dates; what is not decided is said to be so, with what decides it. */
export function PathPreview({ view, narrow = false, withDone = false }: Props) {
  if (!view) return <Skeleton active paragraph={{ rows: 6 }} title={false} />
  return (
    <div className={narrow ? 'path-narrow' : undefined} data-testid="path-preview">
      {withDone && view.done.length > 0 && (
        <ol className="path">
          {view.done.map(({ stepName, action, people, at }) => (
            <li key={`${stepName}-${at}`} data-sign="✓">
              <span className="path-name">{stepName}</span>
              <span className="path-tag">{action}</span>
              <div className="quiet">
                {people && `${people} · `}
                {momentText(at)}
              </div>
            </li>
          ))}
        </ol>
      )}
      {view.ahead.length === 0 ? <p className="quiet">已经办结,没有后续环节</p> : <Items items={view.ahead} />}
      <p className="quiet gap-above">
        按现在已知的情况推算({momentText(view.at)}),日期按各环节时限用满计算;逾期、撤回、特别程序等会改变后续环节。
      </p>
    </div>
  )
}

function Items({ items }: { items: PathItem[] }) {
  // What the system does by itself takes no time and no person: it is left out, unless it is all there is.
  const shown = items.filter((item) => item.kind !== 'step' || item.what !== 'system' || items.length === 1)
  return (
    <ol className="path">
      {shown.map((item, index) => (
        <Item key={index} item={item} />
      ))}
    </ol>
  )
}

function Item({ item }: { item: PathItem }) {
  switch (item.kind) {
    case 'step':
      return <Step step={item} />
    case 'choice':
      return (
        <li data-sign="?">
          <span className="path-name">{item.name || '分支'}</span>
          <span className="path-tag">待定</span>
          <Branches branches={item.branches} />
          {item.mayStop && <Alert className="gap-above" type="warning" message="如果各分支的条件都不成立,流程会在这里中断" />}
        </li>
      )
    case 'parallel':
      return (
        <li data-sign="‖">
          <span className="path-name">同时进行</span>
          <Branches branches={item.branches} />
        </li>
      )
    case 'again':
      return (
        <li data-sign="↩">
          {item.back ? '回到' : '接'}“{item.name}”
        </li>
      )
    case 'end':
      return <li data-sign={item.stops ? '!' : '■'}>{item.stops ? <strong>{STOPS[item.stops]}</strong> : item.name || '结束'}</li>
  }
}

function Branches({ branches }: { branches: PathBranch[] }) {
  return (
    <div className="path-branches">
      {branches.map((branch, index) => (
        <div key={index} className={branch.condition ? 'path-branch' : 'path-branch path-sure'}>
          {(branch.name || branch.condition) && (
            <Tooltip title={branch.condition?.decidedBy.length ? `由${branch.condition.decidedBy.join('、')}决定` : undefined}>
              <div className="break">
                {branch.condition?.text ?? branch.name}
                {branch.condition && !branch.condition.byAction && branch.condition.decidedBy.length > 0 && (
                  <div className="quiet">现在还不知道:{branch.condition.decidedBy.join('、')}</div>
                )}
              </div>
            </Tooltip>
          )}
          {branch.items.some((item) => item.kind !== 'step' || item.what !== 'system') ? (
            <Items items={branch.items} />
          ) : (
            <div className="quiet">继续下面的环节</div>
          )}
        </div>
      ))}
    </div>
  )
}

function Step({ step }: { step: PathStep }) {
  return (
    <li data-sign={STATE_SIGNS[step.state]} className={`path-${step.state}`}>
      <span className="path-name">{step.name}</span>
      <span className="path-tag">{STATE_WORDS[step.state]}</span>
      <div className="break">
        <People step={step} />
      </div>
      {step.dueAt !== null && (
        <div className="quiet">
          最迟 {momentText(step.dueAt)}
          {step.provisional && '(暂定,当年放假安排尚未公布)'}
        </div>
      )}
    </li>
  )
}

function People({ step: { people, count, each, note, what } }: { step: PathStep }) {
  if (what === 'wait') return <span className="quiet">等待外部信息</span>
  if (what === 'process') return <span className="quiet">由另一流程办理</span>
  if (what === 'system') return <span className="quiet">系统自动办理</span>
  const names = people.map(({ name, agents }) => (agents.length > 0 ? `${name}(代理:${agents.join('、')})` : name))
  return (
    <>
      {names.join('、')}
      {count > people.length && `等 ${count} 人`}
      {each !== null && each > 1 && <span className="quiet"> 共 {each} 人分别办理</span>}
      {note && <div className="quiet">{note}</div>}
    </>
  )
}
