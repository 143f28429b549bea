import type { PublicRatable, RatableContact, RatingView } from '@lianban/processes'
import { CONTACT_TEXTS, RATING_GRADES, RATING_TAGS, RATING_TEXT_CHARS, ratingGradeText } from '@lianban/processes/labels'
import { escape, problemBox, publicPage, type PublicPage } from './public-page.ts'

const page = (body: string): PublicPage => publicPage('服务评价', body)

/** The page of whoever has a receipt: what may be rated with it, and how it was rated. Plain HTML, no script, readable on any phone. */
export function ratingPage(found: PublicRatable, { path, problem }: { /** Of this page. */ path: string; problem?: string }): PublicPage {
  const contacts = found.contacts.map((one) => contactPart(one, path)).join('')
  return page(
    `<h1>服务评价</h1><p>${escape(found.organName)} · ${escape(found.matterName)}</p><p class="quiet">评价自愿。被评价的单位只看到等级、标签、文字和日期,看不到评价人和办件。</p>${problemBox(problem)}${
      contacts || '<p>现在还没有可以评价的服务,办结后再来评价。</p>'
    }`,
  )
}

function contactPart({ contact, at, rating }: RatableContact, path: string): string {
  const title = `<h2>${escape(CONTACT_TEXTS[contact] ?? contact)} <span class="quiet">${day(at)}</span></h2>`
  return title + (rating ? givenPart(contact, rating, path) : ratePart(contact, path))
}

function ratePart(contact: string, path: string): string {
  const grades = RATING_GRADES.map(
    ({ value, label }) => `<label><input type="radio" name="grade" value="${value}" class="g${value}" required>${label}</label>`,
  ).join('')
  return `<form method="post" action="${escape(path)}" enctype="multipart/form-data"><input type="hidden" name="contact" value="${contact}"><fieldset><legend>您对这次服务满意吗</legend><div class="grades">${grades}</div></fieldset>${tagPart(false)}${tagPart(true)}${textPart(
    '还想说的(选填)',
    false,
  )}<button>提交评价</button></form>`
}

function tagPart(poor: boolean): string {
  const tags = Object.entries(RATING_TAGS)
    .filter(([, tag]) => tag.poor === poor)
    .map(([value, { label }]) => `<label><input type="checkbox" name="tags" value="${value}">${label}</label>`)
    .join('')
  return `<fieldset class="${poor ? 'poor' : 'good-tags'}"><legend>${poor ? '哪些方面不满意' : '哪些方面满意'}(选填)</legend><div class="tags">${tags}</div></fieldset>`
}

const textPart = (label: string, required: boolean): string =>
  `<label class="field"><span>${label}</span><textarea name="text" maxlength="${RATING_TEXT_CHARS}"${required ? ' required' : ''}></textarea></label>`

function givenPart(contact: string, { grade, tags, text, comment }: RatingView, path: string): string {
  const said = [...tags.map((tag) => RATING_TAGS[tag]?.label ?? tag)].join('、')
  return `<p class="done" role="status">✓ 已评价:${ratingGradeText(grade)}</p>${said ? `<p>${escape(said)}</p>` : ''}${
    text ? `<p class="text">${escape(text)}</p>` : ''
  }${
    comment
      ? `<p class="quiet">追评</p><p class="text">${escape(comment)}</p>`
      : `<form method="post" enctype="multipart/form-data" action="${escape(path)}/comment"><input type="hidden" name="contact" value="${contact}">${textPart('追加评价(只能追加一次)', true)}<button>提交追评</button></form>`
  }`
}

/** The page of whoever has the paper and cannot scan it. */
export const ratingQueryPage = (problem?: string): PublicPage =>
  page(
    `<h1>服务评价</h1><p class="quiet">填写收件凭证上的办件编号和六位查询码,不需要登录。</p>${problemBox(problem)}<form method="post" action="/rate" enctype="multipart/form-data"><label class="field"><span>办件编号</span><input type="text" name="caseNo" maxlength="64" autocomplete="off" required></label><label class="field"><span>查询码</span><input type="text" name="queryCode" inputmode="numeric" maxlength="6" autocomplete="off" required></label><button>下一步</button></form>`,
  )

const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
