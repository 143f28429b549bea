import { CANCEL_REASONS, CARD_OUTCOME_TEXTS, CARD_STATE_TEXTS, CARD_VERB_TEXTS, LIABILITY_ROLES, MEASURES } from '@lianban/processes/labels'
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import { supervisionApi, supervisionPaths, type CardDetail, type CardLine, type CardVerb } from '../../api/supervision.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { exactText, momentText, sizeText } from '../../time.ts'
import { CardDialog } from './card-dialog.tsx'
import '../../components/desk.css'
import '../../components/timeline.css'
import './supervision.css'

const VERB_TEXTS: Record<CardVerb, string> = {
  verify: '核对',
  sign: '签收',
  reply: '说明或整改',
  appeal: '申诉',
  review: '审核',
  liability: '认定责任',
  withdraw: '撤销',
}

/** One card: what was found, by which rule, its way so far, and what this person may do with it. */
export function Component() {
  const { id = '' } = useParams()
  const { data: card, error, loading, reload } = useResource<CardDetail>(supervisionPaths.card(id))
  const [dialog, setDialog] = useState<CardVerb | null>(null)
  const sign = useOnce(useCallback(() => supervisionApi.act(id, 'signature'), [id]))
  useTitle(card && `监察牌 ${card.cardNo}`)
  if (loading) return <PageSkeleton />
  if (!card) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/supervision/cards">回到监察牌</Link>} />
  const done = () => {
    setDialog(null)
    reload()
  }
  return (
    <div className="page">
      <div className="list-nav">
        <Link to="/supervision/cards">‹ 监察牌</Link>
      </div>
      <div className="page-head">
        <Lamp lamp={card.urged ? 'supervised' : card.colour} />
        <h1 className="grow">{card.title}</h1>
        <CopyCode code={card.cardNo} label="牌号" />
      </div>
      <ErrorNote error={sign.error} />
      <div className="case-grid card-grid gap-below">
        <section className="card" aria-label="监察事项">
          <p className="break">{card.text}</p>
          <Facts card={card} />
        </section>
        <section className="card case-side" aria-label="处理过程">
          <h2 className="gap-below">处理过程</h2>
          <ol className="timeline" data-testid="card-lines">
            {[...card.lines].reverse().map((line, place) => (
              <Line key={`${line.at}-${place}`} cardId={card.id} line={line} />
            ))}
          </ol>
        </section>
      </div>
      {card.verbs.length > 0 && (
        <StickyBar>
          {card.verbs.includes('withdraw') && (
            <Button danger onClick={() => setDialog('withdraw')}>
              撤销
            </Button>
          )}
          {card.verbs
            .filter((verb) => verb !== 'withdraw')
            .reverse()
            .map((verb, place, all) => (
              <Button
                key={verb}
                type={place === all.length - 1 ? 'primary' : 'default'}
                loading={verb === 'sign' && sign.busy}
                onClick={() => (verb === 'sign' ? void sign.run().then(reload) : setDialog(verb))}
                data-testid={`card-${verb}`}
              >
                {VERB_TEXTS[verb]}
              </Button>
            ))}
        </StickyBar>
      )}
      {dialog && <CardDialog card={card} verb={dialog} title={VERB_TEXTS[dialog]} onCancel={() => setDialog(null)} onDone={done} />}
    </div>
  )
}

function Facts({ card }: { card: CardDetail }) {
  const { desks } = useSession()
  const caseAddress = desks.includes('auditor')
    ? `/supervision/cases/${card.caseId}`
    : desks.includes('clerk')
      ? `/cases/${card.caseId}`
      : null
  const facts: [string, React.ReactNode][] = [
    ['状态', card.state === 'closed' ? `已归档(${CARD_OUTCOME_TEXTS[card.outcome ?? ''] ?? '已处理'})` : CARD_STATE_TEXTS[card.state]],
    ['单位', card.organName ?? '不涉及单个单位'],
    [
      '办件',
      card.caseNo && (
        <>
          {caseAddress ? <Link to={caseAddress}>{card.caseNo}</Link> : card.caseNo}
          {card.matterName && ` · ${card.matterName}`}
        </>
      ),
    ],
    ['环节', card.stepName],
    ['人员', card.personName],
    ['发牌', card.issuedAt !== null && momentText(card.issuedAt)],
    ['回复期限', card.replyDueAt !== null && momentText(card.replyDueAt)],
    ['申诉期限', card.appealUntil !== null && momentText(card.appealUntil)],
    ['监察依据', card.basis],
    [
      '规则',
      card.source === 'rule' ? (
        <>
          <code>{card.rule.id}</code> 第 {card.rule.version} 版{card.entry !== null && `,依据日志第 ${card.entry} 条`}
        </>
      ) : card.source === 'complaint' ? (
        '投诉,人工核对'
      ) : (
        '人工发现,人工核对'
      ),
    ],
    ['扣分', `${card.score} 分${card.outcome === 'cancelled' || card.outcome === 'withdrawn' ? '(已撤销,不扣)' : ''}`],
    ['可免责情形', card.exemptions.length > 0 && card.exemptions.join(';')],
    ['撤销理由', card.reasonCode && (CANCEL_REASONS[card.reasonCode] ?? card.reasonCode)],
    [
      '责任认定',
      card.liability &&
        `${card.liability.shares.map(({ name, role, percent }) => `${LIABILITY_ROLES[role] ?? role} ${name} ${percent}%`).join(',')};${MEASURES[card.liability.measure] ?? ''}`,
    ],
    ['可见范围', card.integrity && '廉政线索,仅监察机关可见'],
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

function Line({ cardId, line }: { cardId: string; line: CardLine }) {
  return (
    <li className="hop hop-none">
      <div className="hop-head">
        <strong>{CARD_VERB_TEXTS[line.verb] ?? line.verb}</strong>
        {line.reasonCode && <span>{CANCEL_REASONS[line.reasonCode] ?? line.reasonCode}</span>}
      </div>
      <div className="quiet">
        <time title={exactText(line.at)}>{momentText(line.at)}</time>
        {line.actorName && ` · ${line.actorName}`}
      </div>
      {line.text && <blockquote className="hop-opinion break">{line.text}</blockquote>}
      {line.files.map((file) => (
        <div key={file.id}>
          <a href={supervisionPaths.cardFile(cardId, file.id)}>{file.name}</a> <span className="quiet">{sizeText(file.size)}</span>
        </div>
      ))}
    </li>
  )
}
