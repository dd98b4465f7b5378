"""Relative times by their classes: a sentence a row, with what the annotation guide says is right.

The day of publication is Wednesday, 10 June 2020, and the text does not state it; a day without a
year is of that year.
`-` is an open end: where two days may be meant there is none.
"""

from standoff.citation import Period
from standoff.text.find.when.date import dates
from standoff.text.find.word.quotation import quotations
from standoff.text.sentence import sentences

PUBLISHED = Period.parse("2020-06-10")
# sentence | words of the time, first day, last day; the next time
ROWS = r"""
Weir left on Monday. | Monday 06-08 06-08
Weir left Friday. | Friday 06-05 06-05
Weir has left, an envoy said late Monday. | late Monday 06-08 06-08
Weir left early on Tuesday. | Tuesday 06-09 06-09
The Front fled Sunday night. | Sunday night 06-07 06-07
The Front fled on Sunday evening. | Sunday evening 06-07 06-07
The Front fled overnight. | overnight - -
The Front fled last night. | last night 06-09 06-09
The Front fled late Saturday night. | Saturday night 06-06 06-06
The envoys will meet Friday. | Friday 06-12 06-12
The envoys are to meet on Friday. | Friday 06-12 06-12
The envoys are expected to meet on Friday. | Friday 06-12 06-12
The envoys are due to arrive Thursday. | Thursday 06-11 06-11
The envoys meet on Friday. | Friday - -
The vote is set for Sunday. | Sunday 06-14 06-14
The envoys will meet Monday and Tuesday. | Monday 06-15 06-15; Tuesday 06-16 06-16
The envoys met on Monday and Tuesday. | Monday 06-08 06-08; Tuesday 06-09 06-09
The envoys met from Saturday to Monday. | Saturday - -
The envoys met last Friday. | last Friday 06-05 06-05
The envoys met last Monday. | last Monday - -
The envoys met this past Friday. | this past Friday 06-05 06-05
The envoys will meet this coming Friday. | this coming Friday 06-12 06-12
The envoys will meet next Monday. | next Monday 06-15 06-15
The envoys will meet next Friday. | next Friday - -
The envoys met on Friday last week. | Friday last week 06-05 06-05
The envoys met last week on Friday. | last week on Friday 06-05 06-05
The envoys met on Tuesday of last week. | Tuesday of last week 06-02 06-02
The envoys will meet on Tuesday next week. | Tuesday next week 06-16 06-16
The envoys will meet on Saturday this week. | Saturday this week 06-13 06-13
The Front has held the bridge since Friday. | since Friday 06-05 -
The Front will hold the bridge until Friday. | until Friday - 06-12
The Front will hold the bridge until next Tuesday. | until next Tuesday - 06-16
The Front has until Friday to leave. | until Friday - 06-12
The Front must leave by Friday. | by Friday - 06-12
The Front must leave by midnight on Friday. | Friday - 06-12
The envoys met the day before yesterday. | the day before yesterday 06-08 06-08
The envoys will meet the day after tomorrow. | the day after tomorrow 06-12 06-12
The envoys met earlier today. | earlier today 06-10 06-10
The envoys will meet later today. | later today 06-10 06-10
The envoys met this morning. | this morning 06-10 06-10
The envoys will meet this evening. | this evening 06-10 06-10
The envoys will meet tonight. | tonight 06-10 06-10
The envoys met yesterday afternoon. | yesterday afternoon 06-09 06-09
The envoys met late yesterday. | yesterday 06-09 06-09
The envoys met earlier this week. | earlier this week 06-08 06-10
The envoys will meet later this week. | later this week 06-10 06-14
The envoys met earlier this month. | earlier this month 06-01 06-10
The envoys met earlier this year. | earlier this year 01-01 06-10
The envoys will meet later this month. | later this month 06-10 06-30
The envoys will meet later this year. | later this year 06-10 12-31
The envoys will meet early next month. | next month - -
The envoys will meet early next year. | next year - -
The envoys will meet late this year. | this year - -
The envoys met late last month. | last month - -
The envoys met at the end of last year. | last year - -
The envoys met at the start of the year. | start of the year - -
The envoys met in the first half of last year. | last year - -
The envoys met in the first week of last month. | last month - -
The envoys met in the middle of last week. | last week - -
The envoys met in the first quarter of 2019. | 2019 - -
The envoys met in the second half of 2019. | 2019 - -
The envoys met in the final weeks of 2019. | 2019 - -
The envoys met in the first days of May 2019. | May 2019 - -
The envoys met toward the end of 2019. | 2019 - -
The envoys met towards the end of May 2019. | May 2019 - -
The envoys met around May 2019. | May 2019 - -
The envoys met around 3 May 2019. | 3 May 2019 - -
The envoys met prior to 3 May 2019. | 3 May 2019 - -
The envoys met ahead of 3 May 2019. | 3 May 2019 - -
The truce holds up to 3 May 2021. | 3 May 2021 - -
The truce holds from 3 May 2019 onwards. | 3 May 2019 2019-05-03 -
The truce holds starting 3 May 2019. | 3 May 2019 2019-05-03 -
The truce will hold beginning on 3 May 2021. | 3 May 2021 2021-05-03 -
As of 3 May, nobody had left. | 3 May 05-03 -
The envoys met on the night of 3 May 2019. | 3 May 2019 2019-05-03 2019-05-03
The envoys met on the eve of 3 May 2019. | 3 May 2019 - -
The envoys met the day before 3 May 2019. | 3 May 2019 - -
On 1 May 2019 it rained. Two days after 3 May 2019 the envoys met. | 1 May 2019 2019-05-01 2019-05-01; Two days after - -
On 1 May 2019 it rained. Two days after the flood the envoys met. | 1 May 2019 2019-05-01 2019-05-01; Two days after - -
On 1 May 2019 Weir fell. Two days later the envoys met. | 1 May 2019 2019-05-01 2019-05-01; Two days later 2019-05-03 2019-05-03
On 1 May 2019 Weir fell. The envoys met three days earlier. | 1 May 2019 2019-05-01 2019-05-01; three days earlier 2019-04-28 2019-04-28
On Monday Weir fell. The next day the envoys met. | Monday 06-08 06-08; The next day 06-09 06-09
Weir fell on Monday. A day earlier the envoys met. | Monday 06-08 06-08; A day earlier 06-07 06-07
Weir fell yesterday. The same day the envoys met. | yesterday 06-09 06-09; The same day 06-09 06-09
Weir fell on Monday. Later that day the envoys met. | Monday 06-08 06-08; that day 06-08 06-08
On 3 May 2019 Weir fell, Dunn said on Monday. The next day he left. | 3 May 2019 2019-05-03 2019-05-03; Monday 06-08 06-08; The next day - -
On 3 May 2019 Weir fell. Earlier in the day, the envoys met. | 3 May 2019 2019-05-03 2019-05-03; Earlier in the day 2019-05-03 2019-05-03
On Monday Weir fell. Earlier in the day, the envoys met. | Monday 06-08 06-08; Earlier in the day 06-08 06-08
On 3 May 2019 Weir fell. The following week the envoys met. | 3 May 2019 2019-05-03 2019-05-03; The following week - -
On 3 May 2019 Weir fell. The following month the envoys met. | 3 May 2019 2019-05-03 2019-05-03; The following month 2019-06-01 2019-06-30
In May 2019 Weir fell. Two months later the envoys met. | May 2019 2019-05-01 2019-05-31; Two months later 2019-07-01 2019-07-31
On 3 May 2019 Weir fell. Two weeks later the envoys met. | 3 May 2019 2019-05-03 2019-05-03; Two weeks later - -
The envoys met three days ago. | three days ago 06-07 06-07
The envoys met just three days ago. | three days ago 06-07 06-07
The envoys met about three days ago. | three days ago - -
The envoys met nearly three years ago. | three years ago - -
The envoys met some fifteen years ago. | fifteen years ago - -
The envoys met fifteen years ago. | fifteen years ago 2005-01-01 2005-12-31
The envoys met twenty-five years ago. | twenty-five years ago 1995-01-01 1995-12-31
The envoys met two decades ago. | two decades ago - -
The envoys met a decade ago. | a decade ago - -
The envoys met a century ago. | a century ago - -
The envoys met a year ago. | a year ago 2019-01-01 2019-12-31
The envoys met a year and a half ago. | half ago - -
The envoys met two and a half years ago. | half years ago - -
The envoys met several years ago. | several years ago - -
The envoys met years ago. | years ago - -
The envoys met days ago. | days ago - -
The envoys met hours ago. | hours ago - -
The envoys met two weeks ago. | two weeks ago - -
The envoys met two months ago. | two months ago - -
The envoys will meet three days from now. | three days from now 06-13 06-13
The envoys will meet two weeks from now. | two weeks from now - -
The envoys will meet a year from now. | a year from now 2021-01-01 2021-12-31
The envoys will meet in three days. | in three days - -
The envoys will meet in two weeks' time. | two weeks - -
The envoys will meet within three days. | within three days 06-10 -
The envoys will meet within the next two weeks. | next two weeks 06-10 -
The envoys met over the past two weeks. | past two weeks - 06-10
The envoys met in the last three years. | last three years - 06-10
The envoys met in the past 24 hours. | past 24 hours - -
The envoys will meet in the next 48 hours. | next 48 hours - -
The envoys will meet in the coming days. | in the coming days 06-10 -
The envoys have met in recent weeks. | recent weeks - 06-10
The envoys have met in recent days. | recent days - 06-10
The envoys met over the weekend. | over the weekend 06-06 06-07
The envoys met at the weekend. | weekend 06-06 06-07
The envoys met this past weekend. | this past weekend 06-06 06-07
The envoys will meet this coming weekend. | this coming weekend 06-13 06-14
The envoys will meet over the weekend. | over the weekend 06-13 06-14
The envoys met last week. | last week 06-01 06-07
The envoys will meet next week. | next week 06-15 06-21
The envoys met this week. | this week 06-08 06-14
The envoys met the past week. | past week - -
The envoys met during the past month. | past month - -
The envoys will meet this coming week. | coming week - -
The envoys will meet the week after next. | week after next - -
The envoys met the week before last. | week before last - -
The envoys met last month. | last month 05-01 05-31
The envoys will meet next month. | next month 07-01 07-31
The envoys met this month. | this month 06-01 06-30
The envoys met last year. | last year 2019-01-01 2019-12-31
The envoys met the year before last. | year before last - -
The envoys will meet next year. | next year 2021-01-01 2021-12-31
The envoys met this year. | this year 01-01 12-31
The envoys met last decade. | last decade - -
The envoys met last summer. | last summer - -
The envoys met in the summer of 2015. | summer of 2015 - -
The envoys will leave by the end of the month. | by the end of the month - 06-30
The envoys will leave by the end of the year. | by the end of the year - 12-31
The envoys will leave by the end of this week. | by the end of this week - 06-14
The envoys will leave before the end of next month. | before the end of next month - 07-31
The envoys will leave by year's end. | year's end - 12-31
The envoys will leave at the end of the month. | the end of the month - -
The envoys had left by the end of last year. | by the end of last year - 2019-12-31
The envoys left before the end of last month. | end of last month - 05-31
The envoys will leave by next week. | by next week - 06-21
The envoys will leave by the middle of next year. | middle of next year - -
The envoys will leave by mid-May. | mid-May - -
The envoys left in mid-May. | mid-May - -
The envoys left in early May. | early May - -
The envoys left in May. | May 05-01 05-31
The envoys left in March of this year. | March of this year 03-01 03-31
The envoys left in October of last year. | October of last year 2019-10-01 2019-10-31
The envoys left last October. | last October 2019-10-01 2019-10-31
The envoys left this April. | this April 04-01 04-30
The envoys will leave this August. | this August 08-01 08-31
The envoys will leave in August. | August 08-01 08-31
The envoys will leave next April. | next April 2021-04-01 2021-04-30
The envoys have waited since May. | since May 05-01 -
The envoys have waited since last year. | since last year 2019-01-01 -
The envoys have waited since last week. | since last week 06-01 -
The envoys have waited since early last year. | since early last year - -
The envoys have waited since yesterday. | since yesterday 06-09 -
The envoys will wait until tomorrow. | until tomorrow - 06-11
The envoys will wait until next year. | until next year - 2021-12-31
A year to the day after the flood, the envoys met. | year - -
Three years ago this month the envoys met. | Three years ago this month - -
Three years ago on Monday the envoys met. | Three years ago - -
KHARTOUM, 12 May (Agency) -- The envoys met on Monday. | 12 May 05-12 05-12; Monday 06-08 06-08
The envoys met Monday, two days after the flood. | Monday 06-08 06-08; two days after - -
The flood came on Friday and the envoys met two days later. | Friday 06-05 06-05; two days later 06-07 06-07
“We met yesterday,” Dunn said. | yesterday - -
“We will meet next month,” Dunn said. | next month 07-01 07-31
“The statement tonight is a lie,” Dunn said. | tonight - -
“The truce begins tomorrow,” Dunn said on Monday. | tomorrow 06-09 06-09; Monday 06-08 06-08
On Tuesday, Dunn said: “We leave today.” | Tuesday 06-09 06-09; today 06-09 06-09
Dunn told the radio on Sunday that he would leave the next day. | Sunday 06-07 06-07; the next day 06-08 06-08
Dunn said on Monday that the envoys would meet on Thursday. | Monday 06-08 06-08; Thursday - -
Dunn said on Monday the envoys had met the day before. | Monday 06-08 06-08; the day before 06-07 06-07
The vote on Sunday was close. | Sunday 06-07 06-07
Sunday's vote was close. | Sunday 06-07 06-07
Sunday's vote will be close. | Sunday 06-14 06-14
Friday is a day of prayer. | Friday - -
The envoys meet every Monday. | every Monday - -
The envoys could meet on Friday. | Friday - -
Talks planned for Thursday were called off. | Thursday - -
The envoys did not meet on Monday. | Monday 06-08 06-08
The envoys had met on Monday. | Monday 06-08 06-08
The envoys were killed Monday when a bomb went off. | Monday 06-08 06-08
On Monday, the envoys signed a pact. | Monday 06-08 06-08
Dunn on Monday rejected the pact. | Monday 06-08 06-08
Dunn's Monday speech was long. | Monday 06-08 06-08
Gunmen on Monday seized a ship that was to sail on Friday. | Monday 06-08 06-08; Friday - -
Dunn said Monday he will leave Friday. | Monday 06-08 06-08; Friday 06-12 06-12
Dunn was to arrive in Weir on Monday. | Monday - -
Dunn arrives in Weir on Friday. | Friday - -
Dunn is arriving in Weir on Friday. | Friday 06-12 06-12
Dunn, who left on Friday, will return next week. | Friday 06-05 06-05; next week 06-15 06-21
The pact takes effect on Friday. | Friday 06-12 06-12
The pact, signed on Monday, ends the siege. | Monday 06-08 06-08
The envoys arrived on the 3rd of this month. | 3rd of this month 06-03 06-03
The envoys will decide in the next few days. | next few days - -
The envoys will decide by the weekend. | the weekend - 06-14
The envoys will decide after the weekend. | the weekend - -
The envoys have met twice since the weekend. | the weekend 06-06 -
Until last week the envoys met. | Until last week - 06-07
Until Monday the envoys had met daily. | Until Monday - -
The siege began a week ago Friday. | a week ago - -
The siege began a week ago. | a week ago - -
The siege began one month ago. | one month ago - -
The siege began more than a year ago. | more than a year ago - -
The siege began less than a year ago. | less than a year ago - -
Four days into the siege the envoys met. | Four days - -
It was the third day of the siege. | third day - -
It was the second week of talks. | second week - -
A two-day meeting ended on Tuesday. | two-day - -; Tuesday 06-09 06-09
A three-day truce will begin Thursday. | three-day - -; Thursday 06-11 06-11
In the 1990s the envoys met. | 1990s 1990-01-01 1999-12-31
In the late 1990s the envoys met. | 1990s - -
In the mid-1990s the envoys met. | 1990s - -
At the end of the 1990s the envoys met. | 1990s - -
From 2011 until 2015 the envoys met. | 2011 2011-01-01 2015-12-31
By 2021 the envoys will have met. | By 2021 - 2021-12-31
Dunn said the truce begins on Friday. | Friday - -
Dunn said talks resume Friday. | Friday - -
The talks are due to end on Friday, Dunn said on Monday. | Friday 06-12 06-12; Monday 06-08 06-08
The pact takes effect on Friday, an envoy in Weir said Monday. | Friday 06-12 06-12; Monday 06-08 06-08
“The pact takes effect soon,” Dunn said on Monday. | Monday 06-08 06-08
The Front died out; two men died Monday. | Monday 06-08 06-08
Two men died on Friday. | Friday 06-05 06-05
Weir was hit on Monday by a flood. | Monday 06-08 06-08
On Monday, two men were killed. | Monday 06-08 06-08
Late on Monday two men were killed. | Monday 06-08 06-08
The vote on Sunday was called off. | Sunday - -
Talks on Sunday were cancelled. | Sunday - -
Dunn announced elections on Sunday. | Sunday - -
Dunn agreed to talks on Friday. | Friday - -
Dunn called for a march on Friday. | Friday - -
Dunn announced the pact on Monday. | Monday 06-08 06-08
Dunn called on Monday for talks. | Monday 06-08 06-08
The envoys gave the Front until Friday to leave. | until Friday - -
The talks were put off until Friday. | until Friday - -
The talks were postponed to Friday. | Friday - -
The envoys set a vote for Sunday. | Sunday - -
Dunn said he was leaving on Friday. | Friday - -
Dunn said he would leave on Friday. | Friday - -
Dunn told reporters on Monday that he was ill. | Monday 06-08 06-08
Dunn told the radio in Weir on Monday that he was ill. | Monday 06-08 06-08
Dunn said in a statement late Monday that he was ill. | late Monday 06-08 06-08
Dunn had to leave by Monday. | by Monday - -
The bridge is closed since Friday. | since Friday 06-05 -
They have been fighting since Friday. | since Friday 06-05 -
Fighting has raged since last Friday. | since last Friday 06-05 -
The siege began two or three years ago. | three years ago - -
The siege began two to three days ago. | three days ago - -
The siege began 2-3 years ago. | 3 years ago - -
The siege began five, six years ago. | six years ago - -
The siege began 1.5 years ago. | 5 years ago - -
The siege began a hundred and five years ago. | five years ago - -
The siege began around three days ago. | three days ago - -
The siege began roughly two years ago. | two years ago - -
The siege began only two days ago. | two days ago 06-08 06-08
The siege began exactly two days ago. | two days ago 06-08 06-08
The siege began thirty years ago. | thirty years ago 1990-01-01 1990-12-31
The siege began 30 years ago. | 30 years ago 1990-01-01 1990-12-31
The siege began two days ago in Weir. | two days ago 06-08 06-08
Two years ago in May the siege began. | Two years ago - -; May - -
Two years ago, in May, the siege began. | May - -
In May two years ago the siege began. | May two years ago 2018-05-01 2018-05-31
On 3 May two years ago the siege began. | 3 May two years ago 2018-05-03 2018-05-03
In 2009 it froze. Two years later, in May, the siege began. | May - -
On 3 May 2019 the envoys met, two years later than planned. | 3 May 2019 2019-05-03 2019-05-03; two years later - -
On 3 May 2019 the envoys met. They left two days earlier than planned. | two days earlier - -
The envoys met for two days before Monday's talks. | Monday - -
The envoys will meet on Friday, June 12. | Friday, June 12 06-12 06-12
The envoys could meet on Friday, June 12. | Friday, June 12 06-12 06-12
The envoys could meet on Thursday, June 12. | Thursday, June 12 - -
Dunn said the envoys would meet on 20 June. | 20 June 06-20 06-20
The envoys are meeting in Weir today. | today 06-10 06-10
The envoys met today in Weir. | today 06-10 06-10
Today, the envoys met. | Today 06-10 06-10
Today's envoys are rich. | Today - -
They have until tomorrow. | until tomorrow - 06-11
“I leave tomorrow,” she said today. | tomorrow - -
The envoys had met the previous day. | previous day - -
Weir fell on Sunday. The following day, Dunn left. | Sunday 06-07 06-07; The following day 06-08 06-08
Weir fell on Sunday.\n\nThe next day, Dunn left. | Sunday 06-07 06-07; The next day - -
Weir fell two days ago. The next day Dunn left. | two days ago 06-08 06-08; The next day 06-09 06-09
Weir fell last month. The next month Dunn left. | last month 05-01 05-31; next month 06-01 06-30
Weir fell last year. Two years earlier Dunn had left. | last year 2019-01-01 2019-12-31; Two years earlier 2017-01-01 2017-12-31
Weir could fall on Friday. The next day Dunn left. | Friday - -; The next day - -
On 3 May 2019 Weir fell. Dunn will leave next week. Two days later he will return. | Two days later - -
A year after the flood the envoys met. | A year after - -
In 2009 it froze. A year after the flood the envoys met. | A year after - -
In 2009 it froze. A year after, the envoys met. | A year after 2010-01-01 2010-12-31
It was signed by the 1990s. | 1990s - 1999-12-31
The third day of talks ended Monday. | third day - -; Monday 06-08 06-08
Peru keeps a February agreement. | February 02-01 02-29
In line with the March pact, the envoys left. | March 03-01 03-31
They will leave before the November election. | November - -
They missed the May 15 deadline. | May 15 05-15 05-15
They are not likely to meet the June 14 deadline. | June 14 06-14 06-14
They feared the September 11 attacks. | September 11 - -
Weir recalled the June 5 attacks. | June 5 06-05 06-05
He spoke before Thursday's meeting. | Thursday - -
He was killed in a June 3 attack. | June 3 06-03 06-03
Voting ends on Sunday. | Sunday - -
The envoys met twice last week, on Tuesday and Friday. | last week 06-01 06-07; Tuesday 06-02 06-02
Dunn left for Weir on Monday and returned on Tuesday. | Monday 06-08 06-08; Tuesday 06-09 06-09
Dunn left on Monday and will return on Friday. | Monday 06-08 06-08; Friday 06-12 06-12
Dunn, who will return on Friday, left on Monday. | Friday 06-12 06-12; Monday 06-08 06-08
After leaving Weir on Monday, Dunn returned. | Monday 06-08 06-08
Speaking on Monday, Dunn rejected the pact. | Monday 06-08 06-08
In a speech on Monday, Dunn rejected the pact. | Monday 06-08 06-08
In a statement issued Monday, Dunn rejected the pact. | Monday 06-08 06-08
Asked on Monday about the pact, Dunn smiled. | Monday 06-08 06-08
Hours after talks on Monday, Dunn rejected the pact. | Monday 06-08 06-08
The pact, due to be signed on Friday, was rejected on Monday. | Friday - -; Monday 06-08 06-08
It is the first visit since Friday. | since Friday 06-05 -
The envoys arrive on Friday for talks. | Friday - -
The blast came on Saturday, hours before the envoys were to meet on Sunday. | Saturday 06-06 06-06; Sunday - -
The truce ran out at midnight Saturday. | Saturday 06-06 06-06
The truce expires at midnight on Saturday. | Saturday 06-13 06-13
The envoys will meet again in September. | September 09-01 09-30
The envoys met in September. | September 2019-09-01 2019-09-30
Until last month the envoys met. | Until last month - 05-31
By last week they had gone. | By last week - 06-07
Before last week they had gone. | Before last week - -
After last week they had gone. | After last week - -
Ahead of next week's vote Dunn left. | next week - -
Weir fell earlier this week, on Monday. | earlier this week 06-08 06-10; Monday 06-08 06-08
Last week's vote was close. | Last week 06-01 06-07
Next week's vote will be close. | Next week 06-15 06-21
The last week of May was wet. | May - -
They will meet sometime next week. | next week 06-15 06-21
They may meet next month. | next month 07-01 07-31
They met no later than last week. | last week - 06-07
They had met every day last week. | last week 06-01 06-07
The truce ends in less than 100 days from now. | 100 days from now - -
Weir fell on Monday. More than two days later Dunn left. | Monday 06-08 06-08; two days later - -
Dunn said that on Friday the envoys will meet. | Friday 06-12 06-12
Dunn said the envoys will meet on Friday. | Friday 06-12 06-12
Dunn promised the envoys would be home by Friday. | by Friday - -
The Front, which seized the town on Saturday, will free the crew on Friday. | Saturday 06-06 06-06; Friday 06-12 06-12
Since Saturday's raid the town is empty. | Saturday 06-06 -
The raid on Saturday killed two. | Saturday 06-06 06-06
A raid Saturday killed two. | Saturday 06-06 06-06
Two died in a raid on Saturday. | Saturday 06-06 06-06
Two died in Saturday's raid. | Saturday 06-06 06-06
Saturday's raid killed two. | Saturday 06-06 06-06
The truce, agreed on Saturday, held on Sunday. | Saturday 06-06 06-06; Sunday 06-07 06-07
The truce is to begin on Friday at dawn. | Friday 06-12 06-12
The truce would begin on Friday. | Friday - -
The truce was to begin on Friday. | Friday - -
The truce began on Friday. | Friday 06-05 06-05
The truce begins Friday. | Friday - -
The truce has held since Friday. | Friday 06-05 -
The envoys flew home on Tuesday after talks that began on Sunday. | Tuesday 06-09 06-09; Sunday 06-07 06-07
Talks that began on Sunday will end on Friday. | Sunday 06-07 06-07; Friday 06-12 06-12
They have agreed to meet again on Friday. | Friday - -
They are planning to meet on Friday. | Friday - -
They plan to meet on Friday. | Friday - -
Dunn is to meet Marcal on Friday, after he met her aides on Monday. | Friday 06-12 06-12; Monday 06-08 06-08
Dunn will meet Marcal on Friday, after he met her aides on Monday. | Friday 06-12 06-12; Monday 06-08 06-08
Before he leaves on Friday, Dunn will meet Marcal. | Friday 06-12 06-12
When he returned on Sunday, Dunn met Marcal. | Sunday 06-07 06-07
Marcal, who returned on Sunday, is to leave again on Friday. | Sunday 06-07 06-07; Friday 06-12 06-12
Hundreds marched in Weir on Sunday, demanding a vote by Friday. | Sunday 06-07 06-07; Friday - -
The court ordered the army on Monday to leave by Friday. | Monday 06-08 06-08; Friday - -
The court on Monday ordered the army to leave by next week. | Monday 06-08 06-08; next week - 06-21
The house votes on Sunday. | Sunday - -
The house is expected to vote on Sunday, an aide said on Tuesday. | Sunday 06-14 06-14; Tuesday 06-09 06-09
“We will vote on Sunday,” an aide said on Tuesday. | Sunday - -; Tuesday 06-09 06-09
An aide said on Tuesday: “The house voted last week.” | Tuesday 06-09 06-09; last week - -
An aide said Tuesday the house would vote next week. | Tuesday 06-09 06-09; next week 06-15 06-21
An aide said last week that the house would vote next week. | last week 06-01 06-07; next week 06-15 06-21
Last week an aide said the house would vote the following week. | Last week 06-01 06-07; following week - -
The war began on a Friday. | Friday - -
It was on a Monday in May that Weir fell. | Monday - -
The Friday prayers were calm. | Friday - -
Black Friday sales rose. | Friday - -
Dunn wrote for the Sunday Herald. | Sunday - -
The Monday Club met. | Monday - -
On Good Friday the envoys met. | Friday - -
Bloody Sunday changed Weir. | Sunday - -
On Palm Sunday, they marched. | Sunday - -
Prime Minister May said on Monday that she would leave. | Monday 06-08 06-08
In the six days from 1 June, it rained. | 1 June 06-01 -
The envoys met in May and will meet again in July. | May 05-01 05-31; July 07-01 07-31
The envoys are to meet in July. | July 07-01 07-31
The envoys hope to meet in July. | July - -
The envoys had hoped to meet in July. | July - -
The vote in May was close. | May 05-01 05-31
The vote in November will be close. | November 11-01 11-30
The vote in November could be close. | November - -
A vote due in November was put off. | November - -
The truce signed in November has held. | November 2019-11-01 2019-11-30
The truce has held since November. | since November 2019-11-01 -
Three weeks ago yesterday Weir fell. | Three weeks ago - -
Weir fell three days before Dunn left on Monday. | three days before - -; Monday 06-08 06-08
Weir fell last Saturday night. | last Saturday night 06-06 06-06
Weir fell late last night. | last night 06-09 06-09
Weir fell earlier on Tuesday. | Tuesday 06-09 06-09
Earlier on Monday, Dunn had left. | Monday 06-08 06-08
This Friday the envoys will meet. | This Friday 06-12 06-12
This Monday the envoys met. | This Monday 06-08 06-08
The envoys will meet again a week from Friday. | Friday - -
The envoys will meet Friday week. | Friday - -
The envoys will meet a week on Friday. | Friday - -
The envoys will meet two weeks from Monday. | Monday - -
A week ago on Monday the envoys met. | Monday - -
The envoys met a week last Monday. | last Monday - -
The envoys met on the Monday before the vote. | Monday - -
The envoys met the Monday after the raid. | Monday - -
The envoys met on the first Monday in May. | Monday - -
They met on a recent Friday. | Friday - -
Monday night's raid killed two. | Monday night 06-08 06-08
In Monday's and Tuesday's raids, two died. | Monday 06-08 06-08
By Monday the Front had taken Weir. | By Monday - -
By last Monday the Front had taken Weir. | By last Monday - -
Today is the day of prayer. | Today 06-10 06-10
As of today nobody has left. | today - -
Until today nobody had left. | today - -
From today the bridge is closed. | From today 06-10 -
Ten years ago today Weir fell. | Ten years ago - -
Weir fell one year ago last Monday. | one year ago - -
The next day is Friday. | next day - -
This year's rains are late. | This year 01-01 12-31
Next year's vote will be close. | Next year 2021-01-01 2021-12-31
Last year's flood killed ten. | Last year 2019-01-01 2019-12-31
Over the last year, ten died. | last year - -
For the next week it will rain. | next week - -
During the next month it will rain. | next month - -
In the past year ten died. | past year - -
Earlier this decade ten died. | this decade - -
"""  # noqa: E501


def read(text: str, published: Period | None) -> list[tuple[int, int, str, str]]:
    parts = sentences(text)
    marks = [(q.start, q.end) for q in quotations(text, parts)]
    times = dates(text, parts, published, quoted=marks)
    return [(t.start, t.end, t.earliest or "-", t.latest or "-") for t in times]


def full(day: str) -> str:
    return f"2020-{day}" if len(day) == 5 else day


def rows() -> list[tuple[str, str]]:
    split = (line.split(" | ") for line in ROWS.strip().splitlines())
    return [(text.replace("\\n", "\n"), times) for text, times in split]


def test_each_time_has_the_ends_that_the_guide_gives_it() -> None:
    wrong = []
    for text, times in rows():
        found = read(text, PUBLISHED)
        for time in times.split("; "):
            words, first, last = time.rsplit(" ", 2)
            at = text.index(words)
            ends = [(a, b) for start, end, a, b in found if start < at + len(words) and at < end]
            if ends[:1] != [(full(first), full(last))]:
                wrong.append((text, time, ends))
    assert wrong == []


def test_without_a_day_of_publication_nothing_counts_from_it() -> None:
    """What is closed then counts from a day, month or year that the text itself has whole."""
    closed = [
        text
        for text, _ in rows()
        if any("-" not in (first, last) for _, _, first, last in read(text, None))
        and not any(year in text for year in ("19", "20"))
    ]
    assert closed == []
