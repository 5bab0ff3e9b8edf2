"""The look of the pages (STYLE.md): one sheet, put into every page once."""

from __future__ import annotations

from carehomes.charts.template import SHADES

#: Arial everywhere, nothing under 10pt (13.3px), NHS Blue first, white cards on #F0F4F5.
SHEET = """
<style>
html, body, .stApp, .stApp * :not([data-testid="stIconMaterial"]) { font-family: Arial, sans-serif; }
.stApp { color: #212B32; }
[data-testid="stHeader"] { background: transparent; height: 2.2rem; pointer-events: none; }
[data-testid="stHeader"] button, [data-testid="stHeader"] a { pointer-events: auto; }
[data-testid="stMainBlockContainer"] { padding: 8px 30px 0 30px; max-width: 1480px; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"],
[data-testid="stMainBlockContainer"] > div > [data-testid="stVerticalBlock"],
[data-testid="stMainBlockContainer"] > div > div > [data-testid="stVerticalBlock"] { gap: 9px; }
[data-testid="stSidebar"] { width: 204px !important; min-width: 204px !important; border-right: 1px solid #D8DDE0; }
[data-testid="stSidebarHeader"] { height: 1.5rem; padding: 4px 8px; min-height: 0; margin: 0; }
[data-testid="stSidebarContent"] { padding: 0; }
[data-testid="stSidebarUserContent"] { padding: 0 8px 2px 12px; }
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] { padding: 2px 8px; margin: 0; min-height: 24px; line-height: 20px;
  border-left: 4px solid transparent; border-radius: 0; }
[data-testid="stSidebar"] [data-testid="stElementContainer"]:has([data-testid="stPageLink"]) { margin: 0; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] p { font-size: 14px; color: #212B32; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"]:hover { background: #E8EDEE; }
[class*="st-key-nav_two_"] { display: grid; grid-template-columns: 94px 1fr; }
[data-testid="stSidebar"] [class*="st-key-nav_two_"] [data-testid="stPageLink-NavLink"] { padding: 2px 0 2px 8px; }
.ch-brand { font-size: 17px; font-weight: bold; line-height: 1.25; color: #005EB8; border-bottom: 4px solid #005EB8; padding-bottom: 10px; }
.ch-nav { font-size: 13.4px; font-weight: bold; color: #4C6272; margin: 1px 0 0 0; }
.ch-head { display: flex; justify-content: space-between; align-items: flex-end; gap: 24px; flex-wrap: wrap; }
.ch-head h1 { font-size: 24px; font-weight: bold; margin: 0; padding: 0; line-height: 1.2; letter-spacing: 0; color: #212B32; }
.ch-head p { margin: 4px 0 0 0; font-size: 15px; color: #4C6272; }
.ch-head .right { text-align: right; color: #4C6272; font-size: 15px; }
.ch-head .right b { font-size: 18px; color: #212B32; }
.ch-demo { display: inline-block; background: #FFB81C; color: #212B32; font-weight: bold; font-size: 14px;
  padding: 3px 8px; border-radius: 3px; }
.ch-chips { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; font-size: 14px; color: #212B32; padding-top: 4px; }
.ch-chip { background: #FFFFFF; border: 1px solid #AEB7BD; border-radius: 14px; padding: 1px 12px; }
.ch-chip a { color: #005EB8; text-decoration: none; font-weight: bold; display: inline-block; min-width: 24px; text-align: center;
  margin: 0 -9px 0 3px; }
.ch-chip a:hover, .ch-chip a:focus { background: #E8EDEE; border-radius: 12px; }
.ch-warn a, .ch-link a { color: #005EB8; text-decoration: underline; }
[data-testid="stCode"] > pre ~ div, [data-testid="stCode"] > pre ~ div * { visibility: visible !important; opacity: 1 !important; }
[data-testid="stCode"] > pre ~ div { display: flex !important; } [data-testid="stCode"] code { padding-right: 32px; }
p.ch-link { font-size: 14px; line-height: 1.35; margin: 4px 0; } p.ch-link small { font-size: 13.4px; color: #4C6272; }
.st-key-filters label p { font-size: 13.4px; font-weight: bold; }
.st-key-filters [data-testid="stVerticalBlock"] { gap: 0; }
.st-key-filters [data-testid="stSelectbox"] [role="group"] { min-height: 36px; height: 36px; }
.st-key-filters [data-testid="stSelectbox"] input { font-size: 13.4px; padding: 0 0 0 8px; text-overflow: ellipsis; }
.st-key-find label p { font-size: 13.4px; font-weight: bold; }
.st-key-find { margin: 8px 0 4px 0; }
.st-key-find input { font-size: 14px; }
.st-key-group_results button { min-height: 28px; padding: 2px 8px; }
.st-key-group_results button p { font-size: 13.4px; }
ul.ch-found { list-style: none; margin: 0; padding: 0 !important; }
ul.ch-found li { margin: 0; padding: 5px 0; border-bottom: 1px solid #D8DDE0; font-size: 14px; line-height: 1.25; }
ul.ch-found a { color: #005EB8; text-decoration: underline; font-size: 14px; line-height: 1.25; }
ul.ch-found small { display: block; font-size: 13.4px; line-height: 1.25; color: #4C6272; margin-top: 2px; }
p.ch-found { font-size: 13.4px; line-height: 1.3; color: #4C6272; margin: 4px 0; }
a.ch-act { font-size: 14px; color: #005EB8 !important; text-decoration: underline; white-space: nowrap; }
.st-key-chips { align-items: center; }
.st-key-chips button { min-height: 26px; padding: 0 6px; }
.st-key-chips button p { font-size: 14px; color: #005EB8; text-decoration: underline; }
.st-key-chips button[kind="primary"] p { color: #FFFFFF; }
.ch-card, [class*="st-key-card_"] { background: #FFFFFF; border-radius: 3px; padding: 14px 16px; border: 0; }
[class*="st-key-card_"] { gap: 6px; }
[data-testid="stColumn"] > [data-testid="stVerticalBlock"] { height: 100%; }
[data-testid="stColumn"] > [data-testid="stVerticalBlock"] > [data-testid="stLayoutWrapper"]:has(> [class*="st-key-card_"])
{ flex: 1 1 auto; }
[data-testid="stLayoutWrapper"] > [class*="st-key-card_"] { height: 100%; }
.ch-card h2, .ch-title { font-size: 16px; font-weight: bold; margin: 0; padding: 0; line-height: 1.3; letter-spacing: 0; color: #212B32; }
.ch-muted { color: #4C6272; font-size: 13.4px; margin: 2px 0 0 0; overflow-wrap: anywhere; }
.ch-kpis { display: grid; grid-template-columns: repeat(var(--n, 5), minmax(0, 1fr)); gap: 12px; }
.ch-kpi { background: #FFFFFF; border-top: 4px solid #005EB8; border-radius: 3px; padding: 9px 14px 9px 14px; min-width: 0; display: flex;
  flex-direction: column; }
.ch-kpi h2 { font-size: 16px; font-weight: bold; margin: 0 0 2px 0; padding: 0; line-height: 1.25; letter-spacing: 0; color: #212B32; }
.ch-kpi h2 a { color: #212B32; text-decoration: none; }
.ch-kpi h2 a:hover { color: #005EB8; text-decoration: underline; }
.ch-kpi .row { display: flex; gap: 12px; align-items: center; min-height: 44px; }
.ch-kpi .big { font-size: 32px; font-weight: bold; line-height: 1; white-space: nowrap; }
.ch-kpi .counts { font-size: 15px; line-height: 1.3; }
.ch-kpis.tight .row { gap: 8px; }
.ch-kpis.tight .big { font-size: 27px; }
.ch-kpis.tight .counts { font-size: 13.4px; }
.ch-kpi .counts small, .ch-kpi .small { font-size: 13.4px; color: #4C6272; line-height: 1.35; margin: 0; display: block; }
.ch-kpi .ch-moved { display: flex; gap: 6px; align-items: center; border-top: 1px solid #D8DDE0; margin-top: 3px; padding-top: 2px; }
.ch-kpi .ch-moved b { color: #212B32; white-space: nowrap; }
.ch-kpi .ch-moved img { width: 26px; height: 26px; flex: none; margin: 0; padding: 0; }
.ch-kpi img { display: block; width: 100%; height: 40px; margin: auto 0 0 0; padding-top: 4px; }
.ch-bar { display: flex; height: 13px; width: 100%; border: 1px solid #4C6272; margin: 4px 0 3px 0; background: #FFFFFF;
  box-sizing: border-box; }
.ch-bar span { display: block; height: 100%; }
.ch-yes { background: #005EB8; }
.ch-hatch { background: repeating-linear-gradient(135deg, #005EB8 0 1.5px, #FFFFFF 1.5px 5px); }
.ch-none { background: #FFFFFF; }
.ch-scroll { overflow: auto; max-height: 430px; }
table.ch { border-collapse: collapse; width: 100%; font-size: 14px; }
table.ch caption { text-align: left; font-size: 13.4px; color: #4C6272; padding: 0 0 6px 0; caption-side: top; }
table.ch th { text-align: left; font-weight: bold; border-bottom: 2px solid #4C6272; padding: 6px 10px; background: #FFFFFF;
  position: sticky; top: 0; vertical-align: bottom; }
table.ch td, table.ch tbody th { border-bottom: 1px solid #D8DDE0; padding: 6px 10px; vertical-align: top; }
table.ch tbody th { font-weight: normal; position: static; min-width: 136px; }
table.ch a.ch-term { color: inherit; text-decoration: underline dotted; text-underline-offset: 3px; }
table.ch .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table.ch th.n { white-space: normal; }
table.ch th.wide { min-width: 150px; }
table.ch tr.whole td, table.ch tr.whole th { font-weight: bold; }
table.profile td span { color: #4C6272; } table.profile td b { font-weight: normal; white-space: nowrap; }
table.profile td, table.profile tbody th { padding: 3px 10px; vertical-align: middle; }
table.profile td.spark { width: 190px; padding: 2px 10px; }
table.profile td.spark img { display: block; width: 170px; height: 34px; }
table.heat { border-collapse: separate; border-spacing: 3px; width: 100%; font-size: 15px; table-layout: fixed; }
table.heat th { font-weight: normal; text-align: center; font-size: 14px; color: #4C6272; padding: 2px; line-height: 1.2; }
table.heat th.area { text-align: left; width: 21.5%; color: #212B32; font-size: 13.4px; }
table.heat th.told { font-size: 13.4px; color: #4C6272; }
table.heat td { text-align: center; border-radius: 2px; padding: 1px 2px; line-height: 1.2; border: 1px solid transparent; }
table.heat td small { font-size: 13.4px; display: block; white-space: nowrap; letter-spacing: -0.1px; }
table.heat td.rest { text-align: left; color: #4C6272; font-size: 13.4px; }
.ch-hide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table.heat.one td { white-space: nowrap; line-height: 1.25; padding: 1px 2px; font-size: 13.4px; letter-spacing: -0.1px; }
table.heat.one td small { display: inline; margin-left: 5px; }
table.heat.one { border-spacing: 3px 2px; }
table.heat.one th.area { width: 24.5%; }
table.heat.one tbody th.area { letter-spacing: -0.2px; line-height: 1.15; }
table.heat.la th { vertical-align: bottom; font-size: 13.4px; color: #212B32; }
table.heat.la th.area { width: 14%; vertical-align: middle; } table.heat.la td { font-size: 13.4px; letter-spacing: -0.2px; }
p.ch-quote { font-size: 14px; line-height: 1.4; margin: 4px 0; }
table.heat.la th small { font-size: 13.4px; color: #4C6272; }
table.heat td:has(a.behind) { position: relative; }
table.heat td a.behind::after { content: ""; position: absolute; inset: 0; }
[class*="st-key-leads_"] { display: none; }
table.heat td.few { border: 1px solid #AEB7BD; background: #FFFFFF; }
table.heat .long { font-size: 13.4px; white-space: nowrap; letter-spacing: -0.1px; }
table.heat.one .long { letter-spacing: -0.6px; }
table.heat td.x { border: 1px dashed #4C6272; color: #4C6272; background: #FFFFFF; }
table.heat a, .ch-list a, .ch-muted a, table.ch a { color: #005EB8; text-decoration: underline; }
table.heat a.behind, table.ch a.behind, .ch-kpi a.behind { color: inherit; text-decoration: none; }
table.heat a.behind:hover, table.heat a.behind:focus, table.ch a.behind:hover, table.ch a.behind:focus, .ch-kpi a.behind:hover,
.ch-kpi a.behind:focus { text-decoration: underline; }
.stApp [class*="st-key-card_guide"] { padding: 8px 16px; border-left: 6px solid #005EB8; flex-wrap: nowrap; height: auto; }
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-card_guide"]) { flex: none !important; }
[class*="st-key-card_guide"] button { min-height: 26px; padding: 0 8px; }
ol.ch-guide { margin: 2px 0 0 0; padding: 0 0 0 18px !important; font-size: 13.4px; line-height: 1.35; }
ol.ch-guide li { font-size: 13.4px; margin: 0; padding: 0; }
.ch-list { list-style: none; margin: 6px 0 0 0; padding: 0 !important; }
.ch-list li { border-bottom: 1px solid #D8DDE0; padding: 7px 0; font-size: 14.5px; line-height: 1.3; margin: 0; }
.ch-alerts { margin: 0; } .ch-alerts li { font-size: 13.4px; padding: 4px 0; } .ch-alerts span { color: #425563; }
.ch-more summary { font-size: 13.4px; color: #005EB8; cursor: pointer; padding: 3px 0; }
.ch-notes { list-style: none; margin: 0; padding: 6px 0 0 0 !important; border-top: 1px solid #D8DDE0; }
.ch-notes li { font-size: 13.4px; line-height: 1.35; margin: 0; padding: 2px 0; color: #212B32; }
table.states { border-collapse: separate; border-spacing: 2px; font-size: 13.4px; width: 100%; }
table.states caption { text-align: left; color: #4C6272; padding: 0 0 6px 0; caption-side: top; }
table.states th { font-weight: normal; color: #4C6272; text-align: center; padding: 2px; background: #FFFFFF; position: sticky; top: 0; }
table.states th.area { text-align: left; color: #212B32; white-space: nowrap; position: static; padding-right: 10px; }
table.states thead th.shown { font-weight: bold; color: #212B32; }
table.states td { text-align: center; white-space: nowrap; padding: 3px 2px; border: 1px solid transparent; border-radius: 2px;
  min-width: 40px; }
table.states td.n { text-align: right; padding-right: 8px; font-variant-numeric: tabular-nums; }
.ch-states { display: flex; gap: 6px 16px; flex-wrap: wrap; font-size: 13.4px; margin: 4px 0 8px 0; }
.ch-states b { display: inline-block; min-width: 34px; text-align: center; font-weight: normal; border: 1px solid transparent;
  border-radius: 2px; padding: 1px 3px; margin-right: 5px; }
.ch-icons { display: flex; gap: 8px; align-items: center; }
.ch-icons img { flex: none; }
table.ch-matrix { border-collapse: separate; border-spacing: 4px; width: 100%; font-size: 14px; }
table.ch-matrix caption { text-align: left; caption-side: top; padding: 0 0 4px 4px; }
table.ch-matrix th { font-weight: bold; text-align: left; padding: 6px; vertical-align: middle; font-size: 14px; }
table.ch-matrix th img { vertical-align: middle; margin-right: 6px; }
table.ch-matrix tbody th { width: 21%; }
table.ch-matrix td { border: 1px solid #AEB7BD; padding: 6px 10px; vertical-align: top; border-radius: 2px; }
table.ch-matrix thead td { border: 0; }
table.ch-matrix td.empty { color: #4C6272; border-style: dashed; }
table.ch-matrix td .n { font-weight: bold; }
table.ch-matrix td.empty .n { font-weight: normal; }
table.ch-matrix ul { margin: 2px 0 0 0; padding: 0 !important; list-style: none; }
table.ch-matrix li { font-size: 13.4px; line-height: 1.4; margin: 0; }
table.ch-matrix a { color: #005EB8; text-decoration: underline; }
.ch-pictures { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.ch-pictures button { font: 14px Arial, sans-serif; color: #212B32; background: #FFFFFF; border: 1px solid #768692; border-radius: 8px;
  min-height: 40px; padding: 4px 12px; cursor: pointer; }
.ch-pictures button:hover { border-color: #005EB8; color: #005EB8; }
.ch-pictures [role="status"] { flex-basis: 100%; color: #4C6272; font-size: 13.4px; }
[class*="st-key-head_"] { flex-wrap: nowrap; align-items: flex-start; }
[class*="st-key-head_"] > :first-child { flex: 1 1 0; min-width: 0; }
[class*="st-key-head_"] button { min-height: 22px; padding: 0; }
[class*="st-key-head_"] button p { font-size: 13.4px; color: #005EB8; text-decoration: underline; }
.ch-drawing > .ch-wide { overflow-x: auto; }
.ch-sql summary { font-size: 14px; cursor: pointer; color: #005EB8; margin-top: 10px; }
.ch-sql h4 { font-size: 13.4px; font-weight: bold; margin: 8px 0 2px 0; padding: 0; letter-spacing: 0; }
.ch-sql pre { font: 13.4px/1.4 monospace; background: #F0F4F5; color: #212B32; margin: 0; padding: 8px; overflow: auto; max-height: 320px; }
.ch-lent { font-size: 13.4px; border-bottom: 1px solid #D8DDE0; padding: 3px 0; }
.ch-lent summary { cursor: pointer; line-height: 1.35; }
.ch-lent dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 4px 0 6px 14px; }
.ch-lent dt, .ch-lent dd { font-size: 13.4px; line-height: 1.35; margin: 0; } .ch-lent dd { color: #4C6272; }
.st-key-query_sql textarea { font: 14px/1.4 monospace !important; }
.ch-warn { background: #FFFFFF; border-left: 6px solid #FFB81C; padding: 8px 14px; font-size: 15px; }
.ch-stop { background: #FFFFFF; border-left: 6px solid #DA291C; padding: 8px 14px; font-size: 15px; }
.ch-good { background: #FFFFFF; border-left: 6px solid #006747; padding: 8px 14px; font-size: 15px; }
.st-key-card_greeting [data-testid="stPageLink-NavLink"] p { color: #005EB8; text-decoration: underline; font-size: 15px; }
.ch-foot { border-top: 2px solid #005EB8; background: #FFFFFF; margin: 0 -30px; padding: 6px 30px; display: flex; gap: 24px;
  justify-content: space-between; font-size: 13.4px; color: #4C6272; }
.ch-foot span:last-child { white-space: nowrap; }
.ch-dl { font-size: 14px; line-height: 1.45; }
dl.ch-dl { margin: 0; padding: 0 !important; }
.ch-dl p { font-size: 14px; margin: 6px 0 0 0; }
.ch-dl dt { font-weight: bold; margin-top: 8px; }
.ch-dl dd { margin: 0; }
[class*="st-key-card_"] [data-baseweb="tab-list"] button p { font-size: 14px; }
[class*="st-key-card_"] [data-testid="stTabs"] { margin-top: -2px; }
.stApp :is(a, button, input, textarea, summary, [role], [tabindex]):focus-visible:not(#content) { outline: 2px solid #212B32 !important;
  outline-offset: 1px; box-shadow: 0 0 0 4px #FFB81C !important; }
.st-key-filters [data-testid="stWidgetLabel"] p { color: #212B32; }
a.ch-skip { position: fixed; left: 8px; top: 4px; z-index: 9; opacity: 0; background: #FFFFFF; color: #005EB8; padding: 6px 12px;
  font-size: 15px; text-decoration: underline; }
a.ch-skip:focus { opacity: 1; }
#content:focus { outline: none; }
h3.ch-words { font-size: 15px; margin: 8px 0 0 0; padding: 0; }
/* Chips that are many or long take a second line of their own; the links beside them stay together. */
@media (min-width: 1101px) {
  .st-key-chips { flex-wrap: nowrap !important; }
  .st-key-chips > :first-child { flex: 1 1 0 !important; min-width: 0; }
}
@media (max-width: 1100px) {
  .ch-kpis { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  [data-testid="stMain"] [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) { flex-wrap: wrap; }
  [data-testid="stMain"] [data-testid="stColumn"] { flex: 1 1 100%; min-width: 100%; }
  [data-testid="stMain"] .st-key-filters [data-testid="stColumn"] { flex: 1 1 140px; min-width: 140px; }
  [data-testid="stMain"] .st-key-filters [data-testid="stColumn"]:first-child { min-width: 210px; }
  [data-testid="stMain"] [data-testid="stHtml"], .ch-wide, [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"])
  { overflow-x: auto; }
  [data-testid="stFullScreenFrame"]:has(> [data-testid="stPlotlyChart"]) { min-width: 900px; }
  :is(.st-key-chart_la_status, .st-key-chart_la_ccgs) [data-testid="stFullScreenFrame"] { min-width: 1120px !important; }
  table.heat, table.ch-matrix { min-width: 920px; } table.heat.la { min-width: 1280px; }
  .ch-foot { flex-direction: column; gap: 2px; }
}
@media (max-width: 700px) {
  [data-testid="stMainBlockContainer"] { padding: 42px 14px 0 14px; }
  .ch-kpis { grid-template-columns: minmax(0, 1fr); }
  .ch-head .right { text-align: left; }
  .ch-foot { margin: 0 -14px; padding: 6px 14px; }
  [data-testid="stMain"] .st-key-filters [data-testid="stColumn"]:first-child { flex-basis: 100%; }
  [class*="st-key-head_"] { flex-wrap: wrap; }
  [class*="st-key-head_"] > :first-child { flex-basis: 100%; }
}
@media print { [data-testid="stSidebar"] { display: none; } * { print-color-adjust: exact; } }
.ch-panels { list-style: none; margin: 0; padding: 4px 0 0 0 !important; display: grid; gap: 14px 18px;
  grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
.ch-panels li { margin: 0; display: flex; flex-direction: column; }
.ch-panels h3 { font-size: 14px; line-height: 1.3; margin: 0; padding: 0; font-weight: bold; }
.ch-panels p { font-size: 13.4px; line-height: 1.3; margin: 0; color: #212B32; }
.ch-panels img { width: 100%; max-width: 330px; height: auto; margin-top: auto; }
.st-key-card_table .ch-wide table.ch td { white-space: normal; }
.st-key-card_table .ch-wide { overflow-x: auto; }
[class*="st-key-card_panels"] .ch-muted a, .ch-panels a { color: #005EB8; text-decoration: underline; }
</style>
"""


def heat(share: float) -> str:
    """Return the style of a heat cell that tells ``share`` percent."""
    for least, fill, ink in SHADES:
        if share >= least:
            return f"background:{fill};color:{ink}"
    return f"background:{SHADES[-1][1]};color:{SHADES[-1][2]}"
