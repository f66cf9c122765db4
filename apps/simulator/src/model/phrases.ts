/** What the pretended model has to say: plain sentences that follow each other in any order, some with characters beyond ASCII. */
export const sentences: readonly string[] = [
  'The short answer is that it depends on how much detail you need.',
  'A good first step is to write down what you already know.',
  'Most people start with the smallest version that could work.',
  'There are three parts to this, and each can be done on its own.',
  'You can check the result by comparing it with last week’s figures.',
  'In practice the simple approach holds up surprisingly well.',
  'It helps to keep the two concerns apart – one for storing, one for showing.',
  'If the numbers do not add up, look at the rounding first.',
  'That is why a café in Kraków and a bank in Zürich solve it the same way.',
  'Ask a colleague to read it once; a second pair of eyes finds most mistakes.',
  'Nothing here needs more than an afternoon of careful work.',
  'The second option costs a little more but is easier to change later.',
  'Here is the part that is often forgotten: someone has to maintain it.',
  'When in doubt, measure before and after, and keep both measurements.',
  'The trade-off is between speed today and freedom tomorrow.',
  'Once that is in place, the rest follows almost by itself. ✨',
  'A small table with three columns is usually enough.',
  'Try it on a quiet day, with a way back prepared. 🙂',
  'The same idea works for teams of five and for teams of five hundred.',
  'Keep the names short, the steps few, and the examples real.',
  'It is worth writing the reason next to the decision.',
  'For larger inputs, split the work and put the pieces together at the end.',
  'This is also how 東京 and São Paulo handle it, with minor differences.',
  'Finally, tell the people who depend on it what has changed.',
];

/** What it thinks before it speaks. */
export const thoughts: readonly string[] = [
  'Let me see what is being asked here.',
  'The question has a factual part and a matter of taste.',
  'I should keep the answer short and concrete.',
  'First I will recall the usual approach, then look for exceptions.',
  'One exception comes to mind, but it is rare.',
  'An example would make this clearer than a definition.',
  'I am fairly sure about the order of the steps.',
  'The figures have to be consistent with each other.',
  'There is no need to mention the historical background.',
  'That settles it; now for a clear wording.',
];

/** Single words for the values of generated JSON. */
export const words: readonly string[] = [
  'Lisbon',
  'amber',
  'harbour',
  'seven',
  'willow',
  'quarter',
  'Nairobi',
  'copper',
  'Zürich',
  'meadow',
];
