const STYLE = `body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2328;background:#f5f6f8;margin:0}
main{max-width:560px;margin:40px auto;background:#fff;border:1px solid #dfe3e8;border-radius:6px;padding:32px}
h1{font-size:20px;margin:0 0 16px}p{color:#57606a;margin:8px 0}@media(max-width:600px){main{margin:0;border:0;padding:20px}}`

/** What an address shows that belongs to no county here: plain HTML, and no word of the counties that there are. */
export const unknownHostPage = (): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>地址未开通</title><style>${STYLE}</style></head><body><main><h1>该地址没有开通服务</h1><p>请核对浏览器地址栏中的网址是否与本县公布的一致。</p><p>如果网址无误,请联系本县系统管理员:该域名需由运维人员登记后才能使用。</p></main></body></html>`
