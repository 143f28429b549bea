import { Button, Input, Modal } from 'antd'
import { useCallback, useState } from 'react'
import { supervisionApi, type RuleVersion } from '../../api/supervision.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { minuteText } from '../../time.ts'
import { RuleDifference } from './rule-difference.tsx'

const REASON = '采用随系统升级提供的新版本'

interface Offer {
  offered: RuleVersion
  active: RuleVersion
}

/** Rules that a release changed: beside what is in force, to be adopted by the two persons or left. */
export function RuleOffers({ items, mayPropose, onChanged }: { items: RuleVersion[]; mayPropose: boolean; onChanged: () => void }) {
  const [adopted, setAdopted] = useState<RuleVersion | null>(null)
  const offers = items.flatMap((offered): Offer[] => {
    const active = items.find(({ rule, state }) => rule.id === offered.rule.id && state === 'active')
    return offered.state === 'offered' && active ? [{ offered, active }] : []
  })
  if (offers.length === 0) return null
  const isOpen = ({ rule }: RuleVersion) => items.some((one) => one.rule.id === rule.id && one.state === 'proposed')
  return (
    <section className="gap-below" aria-label="有新版本可采用" data-testid="rule-offers">
      <h2 className="gap-below">有新版本可采用({offers.length})</h2>
      <p className="quiet">系统升级带来的规则不会自动生效。请比对后决定:采用的,由政务办提出、纪委确认;不采用的,现行规则照旧。</p>
      {offers.map(({ offered, active }) => (
        <div className="card gap-below" key={offered.rule.id} data-testid={`rule-offer-${offered.rule.id}`}>
          <div className="page-head">
            <div className="grow">
              <code>{offered.rule.id}</code> <strong>{active.rule.name}</strong>
              <div className="quiet">
                现行第 {active.version} 版({active.decidedBy?.name ?? active.proposedBy.name}{' '}
                {minuteText(active.decidedAt ?? active.proposedAt)} {active.version === 1 ? '安装' : '确认'});新版本于{' '}
                {minuteText(offered.proposedAt)} 提供
              </div>
            </div>
            {isOpen(offered) && <span className="quiet">该规则有待确认的修改,先确认或退回后再采用</span>}
            {mayPropose && !isOpen(offered) && (
              <Button type="primary" onClick={() => setAdopted(offered)} data-testid={`adopt-${offered.rule.id}`}>
                采用
              </Button>
            )}
            {!mayPropose && <span className="quiet">由政务办提出采用</span>}
          </div>
          <RuleDifference before={active.rule} after={offered.rule} />
        </div>
      ))}
      {adopted && <Adoption offered={adopted} onCancel={() => setAdopted(null)} onDone={() => (setAdopted(null), onChanged())} />}
    </section>
  )
}

function Adoption({ offered: { rule, version }, onCancel, onDone }: { offered: RuleVersion; onCancel: () => void; onDone: () => void }) {
  const [reason, setReason] = useState(REASON)
  const { run, busy, error } = useOnce(
    useCallback(() => supervisionApi.adoptRule(rule.id, version, reason).then(() => true), [rule.id, version, reason]),
  )
  return (
    <Modal
      open
      title={`采用 ${rule.id} ${rule.name}`}
      okText="提出采用"
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ disabled: !reason.trim() }}
      maskClosable={false}
      onCancel={onCancel}
      onOk={() => void run().then((ok) => ok && onDone())}
    >
      <ErrorNote error={error} />
      <p className="quiet">提出后由纪委确认,确认前现行规则照旧。提出和确认都记入监察日志。</p>
      <label htmlFor="adopt-reason">理由(必填)</label>
      <Input.TextArea
        id="adopt-reason"
        className="gap-below"
        rows={3}
        maxLength={500}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  )
}
