import { CHANNEL_TEXTS, CONTACT_TEXTS, RATING_TAGS, RATING_TEXT_CHARS, ratingGradeText } from '@lianban/processes/labels'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { CaseDetail } from '../../api/cases.ts'
import { ratingApi, ratingPaths, type GivenRating, type RatableContact } from '../../api/ratings.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { momentText } from '../../time.ts'
import { EMPTY_RATING, RatingForm } from './rating-form.tsx'
import './ratings.css'

/** Where it is kept that someone does not want to rate: on his own device, nobody else need know. */
const DISMISSED = 'lianban.rating-dismissed'
const dismissedCases = (): string[] => JSON.parse(localStorage.getItem(DISMISSED) ?? '[]') as string[]
const MAX_REMEMBERED = 200

/** What the applicant may rate of his case. It asks once, can be put away, and never stands in the way of anything. */
export function RatingCard({ item }: { item: CaseDetail }) {
  const { data, reload } = useResource<{ items: RatableContact[] }>(
    item.closedAt || item.supplement ? ratingPaths.ofCase(item.id) : null,
    `${item.status}:${item.supplement?.notifiedAt ?? ''}`,
  )
  const [dismissed, setDismissed] = useState(() => dismissedCases().includes(item.id))
  if (!data || data.items.length === 0) return null
  const put = (away: boolean) => {
    const others = dismissedCases().filter((id) => id !== item.id)
    localStorage.setItem(DISMISSED, JSON.stringify((away ? [...others, item.id] : others).slice(-MAX_REMEMBERED)))
    setDismissed(away)
  }
  const open = data.items.filter(({ rating }) => rating === null)
  if (dismissed && open.length > 0)
    return (
      <p>
        <Button type="link" className="flat-link" onClick={() => put(false)} data-testid="rating-recall">
          评价本次服务
        </Button>
      </p>
    )
  return (
    <section className="card stack rating-part" aria-label="服务评价" data-testid="rating-card">
      <div className="spread">
        <h2>服务评价</h2>
        {open.length > 0 && (
          <Button type="text" onClick={() => put(true)} data-testid="rating-dismiss">
            暂不评价
          </Button>
        )}
      </div>
      {data.items.map((one) =>
        one.rating ? (
          <Given key={one.contact} caseId={item.id} contact={one} rating={one.rating} onDone={reload} />
        ) : (
          <Asked key={one.contact} item={item} contact={one} onDone={reload} />
        ),
      )}
    </section>
  )
}

const titleOf = ({ contact, at }: RatableContact): string => `${CONTACT_TEXTS[contact] ?? contact}(${momentText(at)})`

function Asked({ item, contact, onDone }: { item: CaseDetail; contact: RatableContact; onDone: () => void }) {
  const [draft, setDraft] = useState(EMPTY_RATING)
  const { run, busy, error } = useOnce(async () => {
    const { grade, tags, text } = draft
    await ratingApi.rate(item.id, { contact: contact.contact, grade, tags, ...(text.trim() && { text }) })
    onDone()
    return true
  })
  return (
    <div className="stack">
      <p className="quiet">
        {titleOf(contact)}。评价自愿,提交后不能修改,可以追评一次。{item.organName}
        只看到等级、标签、文字和日期,看不到是谁、哪一件。不满意的,会由其他单位的回访专员联系您。
      </p>
      <ErrorNote error={error} />
      <RatingForm draft={draft} onChange={setDraft} />
      <div>
        <Button
          type="primary"
          size="large"
          disabled={draft.grade === null}
          loading={busy}
          onClick={() => void run()}
          data-testid="rating-submit"
        >
          提交评价
        </Button>
      </div>
    </div>
  )
}

function Given({ caseId, contact, rating, onDone }: { caseId: string; contact: RatableContact; rating: GivenRating; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const { run, busy, error } = useOnce(async () => {
    await ratingApi.comment(caseId, { contact: contact.contact, text: text.trim() })
    onDone()
    return true
  })
  return (
    <div className="stack" data-testid={`rating-given-${contact.contact}`}>
      <div>
        {titleOf(contact)}:<strong>{ratingGradeText(rating.grade)}</strong>
        {rating.tags.length > 0 && ` · ${rating.tags.map((tag) => RATING_TAGS[tag]?.label ?? tag).join('、')}`}
        <div className="quiet">
          {momentText(rating.givenAt)} · {CHANNEL_TEXTS[rating.channel] ?? rating.channel}
        </div>
      </div>
      {rating.text && <blockquote className="rating-words break">{rating.text}</blockquote>}
      {rating.comment && (
        <div>
          <span className="quiet">追评 · {rating.commentAt !== null && momentText(rating.commentAt)}</span>
          <blockquote className="rating-words break">{rating.comment}</blockquote>
        </div>
      )}
      {!rating.comment && !open && (
        <div>
          <Button onClick={() => setOpen(true)} data-testid="rating-comment">
            追评
          </Button>
        </div>
      )}
      {!rating.comment && open && (
        <div className="stack">
          <ErrorNote error={error} />
          <label htmlFor={`comment-${contact.contact}`}>追加评价(只能追加一次)</label>
          <Input.TextArea
            id={`comment-${contact.contact}`}
            rows={3}
            maxLength={RATING_TEXT_CHARS}
            showCount
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <div>
            <Button type="primary" disabled={text.trim() === ''} loading={busy} onClick={() => void run()}>
              提交追评
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
