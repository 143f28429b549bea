import { Alert } from 'antd'
import { useDesk } from '../desk.ts'
import type { LengthLike, MatterLike } from '../draft.ts'
import { checkLimits, leftOfPromise, lengthWords } from '../matter/limits.ts'
import { processOf } from '../model/moddle.ts'
import { CaseRules } from './case-rules.tsx'
import { Choice, CommitText, Field } from './field.tsx'
import { LengthField } from './length-field.tsx'
import { NameField } from './name-field.tsx'
import { Separation } from './separation.tsx'

const LIMITS = [
  { key: 'promised', title: '承诺时限', help: '向申请人承诺办完的时间,不得超过法定时限' },
  { key: 'statutory', title: '法定时限', help: '法律规定办完的时间' },
  { key: 'intake', title: '受理期限', help: '收到申请后告知是否受理的时间' },
  { key: 'supplement', title: '补正期限', help: '申请人补正材料的时间' },
  { key: 'delivery', title: '送达期限', help: '作出决定后送达的时间' },
  { key: 'extension', title: '延长期限', help: '经批准可以延长一次的时间' },
  { key: 'statement', title: '陈述申辩期限', help: '当事人陈述、申辩的时间' },
  { key: 'firstReview', title: '初审期限', help: '下级机关初审的时间' },
  { key: 'inspection', title: '检验期限', help: '检验、检测、检疫的时间' },
] as const

/** What holds for the whole procedure: its limits, and which steps must be taken by different persons. */
export function ProcessPanel() {
  const { model, matter, known, readOnly, run } = useDesk()
  const process = processOf(model.definitions)
  const set = (change: (before: MatterLike) => MatterLike) => void run((draft) => ({ ...draft, matter: change(draft.matter) }))
  const setLimit = (key: string, part: Partial<LengthLike & { basis: string; post: string }>, whole?: LengthLike) =>
    set((before) => ({
      ...before,
      limits: {
        ...before.limits,
        [key]: { ...(whole ? withoutLength(before.limits?.[key]) : before.limits?.[key]), ...whole, ...part } as LengthLike,
      },
    }))
  const left = leftOfPromise(matter)
  return (
    <>
      {process && <NameField element={process} />}
      <section aria-label="时限">
        <div className="lianban-section-title">时限</div>
        {LIMITS.map(({ key, title, help }) => {
          const limit = matter.limits?.[key]
          if (!limit) return null
          return (
            <Field key={key} label={title} help={help}>
              {() => (
                <>
                  <LengthField
                    label={title}
                    value={limit}
                    place="limits"
                    disabled={readOnly}
                    preview={(next) =>
                      key === 'promised' || key === 'statutory' ? { ...matter, limits: { ...matter.limits, [key]: next } } : {}
                    }
                    onChange={(next) => setLimit(key, {}, next)}
                  />
                  <CommitText
                    size="small"
                    label={`${title}依据`}
                    placeholder="依据"
                    value={limit.basis ?? ''}
                    disabled={readOnly}
                    onCommit={(basis) => setLimit(key, { basis })}
                  />
                  {key === 'extension' && (
                    <Choice
                      label="延长期限由谁批准"
                      value={limit.post}
                      placeholder="由谁批准"
                      options={known.posts.map((post) => ({ value: post.key, label: `由${post.name}批准` }))}
                      disabled={readOnly}
                      onChange={(post) => post && setLimit(key, { post })}
                    />
                  )}
                </>
              )}
            </Field>
          )
        })}
        {left && matter.limits?.promised && (
          <p className="lianban-field-help">
            承诺 {lengthWords(matter.limits.promised)},各审查环节用去之后还余 {lengthWords(left)}
          </p>
        )}
        {checkLimits(matter).map(({ text }) => (
          <Alert key={text} type="error" showIcon message={text} />
        ))}
      </section>
      <Separation />
      <CaseRules set={set} />
    </>
  )
}

/** The basis and, of an extension, the post that grants it stay when the length changes. */
function withoutLength({ days: _d, hours: _h, minutes: _m, unit: _u, ...rest }: Partial<LengthLike> = {}): object {
  return rest
}
