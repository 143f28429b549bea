import type { PublicRatable, RatableContact, RatingView } from '@lianban/processes'
import { CONTACT_TEXTS, RATING_GRADES, RATING_TAGS, RATING_TEXT_CHARS, ratingGradeText } from '@lianban/processes/labels'

const STYLE = `body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2328;background:#f5f6f8;margin:0}
main{max-width:600px;margin:40px auto;background:#fff;border:1px solid #dfe3e8;border-radius:6px;padding:32px}
h1{font-size:20px;line-height:1.5;margin:0 0 8px}h2{font-size:18px;margin:24px 0 8px;padding-top:20px;border-top:1px solid #dfe3e8}
p{margin:8px 0}.quiet{color:#57606a;font-size:14px}.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #dfe3e8;padding-left:12px}
fieldset{border:0;margin:16px 0 0;padding:0;min-width:0}legend{padding:0;font-weight:600;margin-bottom:8px}
.grades{display:grid;gap:8px}.grades label{display:flex;align-items:center;gap:12px;min-height:52px;padding:0 16px;border:1px solid #8c959f;border-radius:6px;cursor:pointer}
.grades label:has(:checked){border-color:#1d5fb8;background:#eef4fc;box-shadow:inset 0 0 0 1px #1d5fb8}
.grades input,.tags input{width:20px;height:20px;margin:0;accent-color:#1d5fb8}label:focus-within,button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid #9cc2f0;outline-offset:1px}
.tags{display:flex;flex-wrap:wrap;gap:4px 20px}.tags label{display:flex;align-items:center;gap:8px;min-height:40px}
@supports selector(:has(*)){.poor,.good{display:none}form:has(.g1:checked,.g2:checked) .poor,form:has(.g3:checked,.g4:checked,.g5:checked) .good{display:block}}
textarea,input[type=text]{font:inherit;box-sizing:border-box;width:100%;border:1px solid #8c959f;border-radius:6px;padding:8px 12px}
textarea{min-height:96px}.field{display:block;margin:16px 0 0}.field span{display:block;margin-bottom:4px}
button{font:inherit;color:#fff;background:#1d5fb8;border:0;border-radius:6px;padding:8px 24px;min-height:48px;margin-top:16px;cursor:pointer}
.problem{color:#b42318;border:1px solid #b42318;border-radius:6px;padding:12px 16px;margin:16px 0}.done{color:#1a7f37;font-weight:600}
@media(max-width:640px){main{margin:0;border:0;padding:20px}button{width:100%}}
@media(prefers-color-scheme:dark){body{background:#101418;color:#e6e8ea}main{background:#181d23;border-color:#30363d}h2{border-color:#30363d}.quiet{color:#a0a8b0}
.grades label:has(:checked){background:#16263b}textarea,input[type=text]{background:#101418;color:inherit}.problem{color:#ff8a80;border-color:#ff8a80}.done{color:#5fd07c}}`

const page = (body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>服务评价</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`

const problemBox = (problem: string | undefined): string =>
  problem === undefined ? '' : `<div class="problem" role="alert">${escape(problem)}</div>`

/** The page of whoever has a receipt: what may be rated with it, and how it was rated. Plain HTML, no script, readable on any phone. */
export function ratingPage(
  found: PublicRatable,
  { path, problem, pad = false }: { /** Of this page. */ path: string; problem?: string; /** At the window's own device. */ pad?: boolean },
): string {
  const contacts = found.contacts.map((one) => contactPart(one, path, pad)).join('')
  return page(
    `<h1>服务评价</h1><p>${escape(found.organName)} · ${escape(found.matterName)}</p><p class="quiet">评价自愿。被评价的单位只看到等级、标签、文字和日期,看不到评价人和办件。</p>${problemBox(problem)}${
      contacts || '<p>现在还没有可以评价的服务,办结后再来评价。</p>'
    }`,
  )
}

function contactPart({ contact, at, rating }: RatableContact, path: string, pad: boolean): string {
  const title = `<h2>${escape(CONTACT_TEXTS[contact] ?? contact)} <span class="quiet">${day(at)}</span></h2>`
  return title + (rating ? givenPart(contact, rating, path) : ratePart(contact, path, pad))
}

function ratePart(contact: string, path: string, pad: boolean): string {
  const grades = RATING_GRADES.map(
    ({ value, label }) => `<label><input type="radio" name="grade" value="${value}" class="g${value}" required>${label}</label>`,
  ).join('')
  return `<form method="post" action="${escape(path)}" enctype="multipart/form-data"><input type="hidden" name="contact" value="${contact}">${
    pad ? '<input type="hidden" name="pad" value="1">' : ''
  }<fieldset><legend>您对这次服务满意吗</legend><div class="grades">${grades}</div></fieldset>${tagPart(false)}${tagPart(true)}${textPart(
    '还想说的(选填)',
    false,
  )}<button>提交评价</button></form>`
}

function tagPart(poor: boolean): string {
  const tags = Object.entries(RATING_TAGS)
    .filter(([, tag]) => tag.poor === poor)
    .map(([value, { label }]) => `<label><input type="checkbox" name="tags" value="${value}">${label}</label>`)
    .join('')
  return `<fieldset class="${poor ? 'poor' : 'good'}"><legend>${poor ? '哪些方面不满意' : '哪些方面满意'}(选填)</legend><div class="tags">${tags}</div></fieldset>`
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
export const ratingQueryPage = (problem?: string): string =>
  page(
    `<h1>服务评价</h1><p class="quiet">填写收件凭证上的办件编号和六位查询码,不需要登录。</p>${problemBox(problem)}<form method="post" action="/rate" enctype="multipart/form-data"><label class="field"><span>办件编号</span><input type="text" name="caseNo" maxlength="64" autocomplete="off" required></label><label class="field"><span>查询码</span><input type="text" name="queryCode" inputmode="numeric" maxlength="6" autocomplete="off" required></label><button>下一步</button></form>`,
  )

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
