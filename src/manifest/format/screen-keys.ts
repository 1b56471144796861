import { flag, integer, type Keys, map, maps, oneOf, required, text, texts } from "./shape.ts";

// What is shown of an entity: `screens`. Readers take other keys, too; these are the ones that mean something.

const KEY = required(text("Name of the card, as the layout calls it."));
const DISPLAY_NAME = text("Heading.");
const CONDITIONS = texts(
  "All must hold: relatedEntity|…, entityAttribute|…, metricAvailable|…, extensionConfigured|…; ! turns one round.",
);
const SELECTOR = text("Of which entities; $(entityConditions) is the one shown.", "entitySelector");

const SERIES: Keys = {
  displayName: text("Name of the series."),
  seriesType: oneOf("How it is drawn.", ["LINE", "AREA", "COLUMN"]),
  themeColor: text("Colour, such as DEFAULT, PURPLE, TURQUOISE, ROYALBLUE."),
};
const CHART_METRIC: Keys = {
  metricSelector: required(text("What is drawn.", "metricSelector")),
  visualization: map("How it is drawn.", SERIES),
};
const THRESHOLDS = maps("From which values on something is set apart.", {
  value: required(text("From which value on.")),
  color: text("As #rrggbb."),
});
const FOLD = oneOf("How one value comes of many; without it the latest.", [
  "LAST_VALUE",
  "MAX",
  "MIN",
  "SUM",
  "MEDIAN",
  "PERCENTILE_10",
  "PERCENTILE_75",
  "PERCENTILE_90",
]);
const CHART: Keys = {
  displayName: text("Heading of the chart."),
  visualizationType: oneOf("Kind of the chart.", ["GRAPH_CHART", "SINGLE_VALUE", "PIE_CHART"]),
  graphChartConfig: map("Of GRAPH_CHART.", {
    metrics: required(maps("One or more series each.", CHART_METRIC)),
    visualization: map("For all series.", SERIES),
    stacked: flag("One on top of another."),
    thresholds: THRESHOLDS,
    yAxes: maps("Axes of the values.", {
      min: text("Where the axis begins, such as 0."),
      max: text("Where the axis ends, such as 100."),
    }),
  }),
  singleValueConfig: map("Of SINGLE_VALUE.", {
    metric: required(map("The value.", CHART_METRIC)),
    foldTransformation: FOLD,
    showSparkline: flag("How it went, small."),
    showTrend: flag("How much it changed."),
    thresholds: THRESHOLDS,
  }),
  pieChartConfig: map("Of PIE_CHART.", { metric: required(map("The shares.", CHART_METRIC)) }),
};

const ENTRY_ATTRIBUTE: Keys = {
  key: required(text("Name of the property.")),
  displayName: text("What people call it."),
  unit: text("Unit of its value."),
  hidden: flag("Not shown."),
};
const ENTRY_RELATION: Keys = {
  displayName: text("What people call it."),
  entitySelectorTemplate: required(SELECTOR),
};
const ENTRY: Keys = {
  type: required(oneOf("What is shown.", ["ATTRIBUTE", "RELATION"])),
  attribute: map("Of ATTRIBUTE.", ENTRY_ATTRIBUTE),
  relation: map("Of RELATION.", ENTRY_RELATION),
  conditions: CONDITIONS,
};

const ENTITY_FILTER: Keys = {
  type: required(text("entityName, or a property.")),
  displayName: text("What people call it."),
  modifier: oneOf("How it is compared.", ["contains", "equals", "startsWith"]),
  distinct: flag("Offers the values that there are."),
  freeText: flag("Takes any text."),
  defaultSearch: flag("Searched when only a text is entered."),
  entityTypes: texts("Which entities it is for.", "entityType"),
};

const PLACED_CARD: Keys = {
  key: required(text("Name of the card.")),
  type: required(
    oneOf("Kind of the card.", [
      "CHART_GROUP",
      "ENTITIES_LIST",
      "MESSAGE",
      "LOGS",
      "EVENTS",
      "METRIC_TABLE",
      "HEALTH_CARD",
      "INJECTIONS",
      "BREAK_LINE",
    ]),
  ),
  width: oneOf("The whole width or half of it.", ["FULL_SIZE", "HALF_SIZE"]),
  conditions: CONDITIONS,
  entitySelectorTemplate: SELECTOR,
};
const BREADCRUMB: Keys = {
  type: required(oneOf("Where it leads.", ["ENTITY_LIST_REF", "ENTITY_REF", "NOOP"])),
  entityType: text("Type of the list.", "entityType"),
  entitySelectorTemplate: SELECTOR,
  displayName: text("What it is called."),
};
const SETTINGS: Keys = {
  staticContent: map("What stands around the cards.", {
    showProblems: flag("Problems."),
    showProperties: flag("Properties."),
    showTags: flag("Tags."),
    showAddTag: flag("The button that adds a tag."),
    showGlobalFilter: flag("The filter of all lists."),
    breadcrumbs: maps("The way here.", BREADCRUMB),
  }),
  layout: map("Cards from top to bottom.", {
    autoGenerate: flag("true: cards are made of what is known."),
    cards: maps("Cards in their order.", PLACED_CARD),
  }),
};

export const SCREEN: Keys = {
  entityType: required(text("Whose screen it is.", "entityType")),
  listSettings: map("The page with all of them.", SETTINGS),
  detailsSettings: map("The page of one of them.", SETTINGS),
  propertiesCard: map("Which properties stand at the top.", {
    displayOnlyConfigured: flag("No others."),
    properties: maps("Properties in their order.", ENTRY),
  }),
  chartsCards: maps("Cards of the type CHART_GROUP.", {
    key: KEY,
    displayName: DISPLAY_NAME,
    description: text("What it is about."),
    numberOfVisibleCharts: integer("The others open on demand."),
    chartsInRow: integer("How many stand beside each other."),
    entitySelectorTemplate: SELECTOR,
    conditions: CONDITIONS,
    charts: required(maps("Charts in their order.", CHART)),
  }),
  entitiesListCards: maps("Cards of the type ENTITIES_LIST.", {
    key: KEY,
    displayName: DISPLAY_NAME,
    entitySelectorTemplate: required(SELECTOR),
    pageSize: integer("Rows of a page."),
    displayCharts: flag("Charts stand above the rows, too."),
    displayIcons: flag("Icons before the names."),
    enableDetailsExpandability: flag("Rows open."),
    numberOfVisibleCharts: integer("The others open on demand."),
    hideEmptyCharts: flag("Charts without data are left out."),
    columns: maps("Columns after the name.", ENTRY),
    charts: maps("Charts of each row.", CHART),
    filtering: map("Filters above the list.", {
      entityFilters: maps("Groups of filters.", {
        displayName: text("Name of the group."),
        filters: maps("Filters of the group.", ENTITY_FILTER),
      }),
      relationships: texts("Related entities to filter by.", "entitySelector"),
    }),
    conditions: CONDITIONS,
  }),
  metricTableCards: maps("Cards of the type METRIC_TABLE: a row for each tuple of dimensions.", {
    key: KEY,
    displayName: DISPLAY_NAME,
    pageSize: integer("Rows that are seen at once."),
    displayCharts: flag("Charts stand above the rows, too."),
    numberOfVisibleCharts: integer("The others open on demand."),
    charts: required(maps("A column for each metric; all with the same dimensions.", CHART)),
    conditions: CONDITIONS,
  }),
  healthCards: maps("Cards of the type HEALTH_CARD.", {
    key: KEY,
    displayName: DISPLAY_NAME,
    tiles: required(
      maps("A value each.", {
        displayName: text("What it is called."),
        metricSelector: required(text("What is shown.", "metricSelector")),
        foldTransformation: FOLD,
      }),
    ),
    conditions: CONDITIONS,
  }),
  eventsCards: maps("Cards of the type EVENTS.", {
    key: KEY,
    displayName: DISPLAY_NAME,
    entitySelectorTemplates: texts("Whose events; without it those of the entity shown.", "entitySelector"),
    pageSize: integer("Rows of a page."),
    conditions: CONDITIONS,
  }),
  messageCards: maps("Cards of the type MESSAGE.", {
    key: KEY,
    type: oneOf("Always MESSAGE.", ["MESSAGE"]),
    message: required(
      map("What it says.", {
        text: required(text("Text, with links as [text](target).")),
        theme: oneOf("How it looks.", ["INFO", "WARNING", "ERROR", "SUCCESS"]),
      }),
    ),
    conditions: CONDITIONS,
  }),
  logsCards: maps("Cards of the type LOGS.", {
    key: KEY,
    displayName: DISPLAY_NAME,
    filterQuery: required(
      text('Which logs, such as dt.source_entity inEntitySelector "$(entityConditions)".'),
    ),
    pageSize: integer("Rows of a page."),
    enablePaging: flag("More on demand."),
    showFiltering: flag("A filter above them."),
    conditions: CONDITIONS,
  }),
  actions: maps("Where the page leads.", {
    actionScope: oneOf("On which page.", ["GLOBAL_DETAILS", "GLOBAL_LIST"]),
    actionLocation: oneOf("Where on it.", ["HEADER"]),
    actions: required(
      maps("A button each.", {
        actionExpression: required(text("relatedEntityScreen|…|name=…, hubExtension|extensionId=…|text=….")),
        conditions: CONDITIONS,
      }),
    ),
  }),
  listInjections: maps("Cards for the list page of another extension.", PLACED_CARD),
  detailsInjections: maps("Cards for the page of another extension.", PLACED_CARD),
};
