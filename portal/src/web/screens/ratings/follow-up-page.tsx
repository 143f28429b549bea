import {
  APPEAL_GROUNDS,
  FOLLOW_UP_OUTCOME_TEXTS,
  FOLLOW_UP_STATE_TEXTS,
  FOLLOW_UP_VERB_TEXTS,
  ratingGradeText,
} from '@lianban/processes/labels'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import { ratingPaths, type FollowUpDetail, type FollowUpLine, type FollowUpVerb } from '../../api/ratings.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dayText, exactText, momentText, sizeText } from '../../time.ts'
import { FollowUpDialog, VERB_NAMES } from './follow-up-dialog.tsx'
import { FollowUpSteps } from './follow-up-steps.tsx'
import { GradeText, Words } from './ratings.tsx'
import '../../components/desk.css'
import '../../components/timeline.css'
import '../supervision/supervision.css'
import './ratings.css'

/** One poor rating: what was said, how far it is followed up, its way so far, and what this person may do. */
export function Component() {
  const { id = '' } = useParams()
  const { data: item, error, loading, reload } = useResource<FollowUpDetail>(ratingPaths.followUp(id))
  const [dialog, setDialog] = useState<FollowUpVerb | null>(null)
  useTitle(item && `差评整改 ${item.matterName}`)
  if (loading) return <PageSkeleton />
  if (!item) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/ratings/follow-ups">回到差评整改</Link>} />
  return (
    <div className="page">
      <div className="list-nav">
        <Link to="/ratings/follow-ups">‹ 差评整改</Link>
      </div>
      <div className="page-head">
        <h1 className="grow">
          {item.matterName}:{ratingGradeText(item.grade)}
        </h1>
        <Due item={item} />
      </div>
      <FollowUpSteps item={item} />
      <div className="case-grid card-grid gap-below">
        <section className="card stack rating-part" aria-label="评价">
          <h2>评价</h2>
          <Words row={item} />
          <Facts item={item} />
        </section>
        <section className="card case-side" aria-label="处理过程">
          <h2 className="gap-below">处理过程</h2>
          <ol className="timeline" data-testid="follow-up-lines">
            {[...item.lines].reverse().map((line, place) => (
              <Line key={place} item={item} line={line} />
            ))}
          </ol>
        </section>
      </div>
      {item.verbs.length > 0 && (
        <StickyBar>
          {[...item.verbs].reverse().map((verb, place, all) => (
            <Button
              key={verb}
              type={place === all.length - 1 ? 'primary' : 'default'}
              onClick={() => setDialog(verb)}
              data-testid={`follow-up-${verb}`}
            >
              {VERB_NAMES[verb]}
            </Button>
          ))}
        </StickyBar>
      )}
      {dialog && (
        <FollowUpDialog
          item={item}
          verb={dialog}
          onCancel={() => setDialog(null)}
          onDone={() => {
            setDialog(null)
            reload()
          }}
        />
      )}
    </div>
  )
}

function Due({ item }: { item: FollowUpDetail }) {
  if (item.dueAt === null) return null
  return (
    <span className={item.overdue ? 'tone-over' : 'quiet'}>
      {momentText(item.dueAt)} 前 · <b>{item.left}</b>
    </span>
  )
}

function Facts({ item }: { item: FollowUpDetail }) {
  const facts: [string, React.ReactNode][] = [
    ['状态', item.state === 'closed' ? FOLLOW_UP_OUTCOME_TEXTS[item.outcome ?? ''] : FOLLOW_UP_STATE_TEXTS[item.state]],
    ['等级', <GradeText key="grade" row={item} />],
    ['评价日期', dayText(item.givenOn)],
    ['被评价单位', item.organName],
    ['联系和回访', item.deskName ?? '被评价单位以外没有回访专员,请主管安排'],
    ['整改期限', item.rounds > 0 && (item.complex ? '十五个工作日(情况复杂)' : '五个工作日')],
    ['办件', item.rater && <code>{item.rater.caseNo}</code>],
    ['评价人', item.rater ? `${item.rater.name}${item.rater.phone ? ` · ${item.rater.phone}` : ''}` : '为保护评价人,不显示'],
  ]
  return (
    <dl className="log-facts">
      {facts.map(
        ([label, value]) =>
          value && (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd className="break">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function Line({ item, line }: { item: FollowUpDetail; line: FollowUpLine }) {
  return (
    <li className="hop hop-none">
      <div className="hop-head">
        <strong>{FOLLOW_UP_VERB_TEXTS[line.verb] ?? line.verb}</strong>
        {line.ground && <span>{APPEAL_GROUNDS[line.ground]}</span>}
        {line.grade !== null && <span>{ratingGradeText(line.grade)}</span>}
      </div>
      <div className="quiet">
        {line.at === null ? dayText(item.givenOn) : <time title={exactText(line.at)}>{momentText(line.at)}</time>}
        {line.actorName && ` · ${line.actorName}`}
      </div>
      {line.text && <blockquote className="hop-opinion break">{line.text}</blockquote>}
      {line.complexReason && <div>情况复杂:{line.complexReason}</div>}
      {line.note && <div className="quiet break">备注(被评价单位看不到):{line.note}</div>}
      {line.files.map((file) => (
        <div key={file.id}>
          <a href={ratingPaths.followUpFile(item.id, file.id)}>{file.name}</a> <span className="quiet">{sizeText(file.size)}</span>
        </div>
      ))}
    </li>
  )
}
