package org.billwright.conformance;

/** What {@link FaultyServer} does wrong, and the check that must find it. */
enum ServerFault {
    FILTER_IGNORED("filter.customerBill.category"),
    FILTER_LOSES_AN_ITEM("filter.customerBill.category"),
    FILTER_BY_RANGE_INCLUDES_THE_LIMIT("filter.customerBill.billDate.gt"),
    FILTER_OF_RATES_IGNORED("filter.appliedCustomerBillingRate.bill.id"),
    FILTER_WITHOUT_MATCH_GIVES_ALL("filter.customerBill.billNo"),
    OR_TAKES_THE_FIRST_VALUE("filter.customerBill.or"),
    AND_TAKES_THE_FIRST_CONDITION("filter.customerBill.and"),
    JSONPATH_IGNORED("filter.customerBill.jsonPath"),
    UNKNOWN_ATTRIBUTE_IGNORED("filter.customerBill.unknown"),
    UNKNOWN_ATTRIBUTE_GIVES_500("filter.customerBill.unknown"),
    TOTAL_TOO_HIGH("paging.customerBill.total"),
    RESULT_COUNT_WRONG("paging.customerBill.resultCount"),
    PAGES_OVERLAP("paging.customerBill.overlap"),
    PAGES_LEAVE_A_GAP("paging.customerBill.gaps"),
    STATUS_200_FOR_A_PART("paging.customerBill.status"),
    NEXT_LINK_SKIPS_A_PAGE("paging.customerBill.links"),
    INVALID_OFFSET_ACCEPTED("paging.customerBill.invalid"),
    END_STARTS_AGAIN("paging.customerBill.beyond"),
    HREF_NOT_FOUND("href.customerBill.answers"),
    HREF_OF_ANOTHER("href.customerBill.identity"),
    REFERENCE_NOT_FOUND("href.appliedCustomerBillingRate.bill.answers"),
    TAX_OFF_BY_A_CENT("totals.taxes"),
    TAX_OF_A_RATE_OFF_BY_A_CENT("totals.rateTaxes"),
    REMAINING_WRONG("totals.remaining"),
    RATE_MISSING_ON_A_BILL("totals.rates"),
    OTHER_CURRENCY("totals.currency"),
    MEMBER_MISSING("shape.customerBill"),
    NO_RFC_3339("shape.customerBill"),
    UNKNOWN_STATE("shape.customerBill"),
    AMOUNT_IS_A_TEXT("shape.customerBill"),
    BILL_OF_A_RATE_WITHOUT_HREF("shape.appliedCustomerBillingRate"),
    HTML("shape.customerBill.list"),
    TRUNCATED_JSON("shape.customerBill.list"),
    NOT_UTF_8("shape.customerBill.list"),
    ENDLESS_BODY("shape.customerBill.list"),
    NO_RESPONSE("shape.customerBill.list"),
    REDIRECT_TO_ANOTHER_HOST("shape.customerBill.list"),
    REDIRECT_TO_ITSELF("shape.customerBill.list"),
    STATUS_500("shape.customerBill.list"),
    ERROR_WITHOUT_BODY("errors.body"),
    STATUS_IN_ERROR_IS_ANOTHER("errors.body"),
    UNKNOWN_ID_IS_FOUND("errors.unknownId"),
    TRACE_IS_SERVED("errors.method"),
    INVALID_DATE_IGNORED("errors.invalidFilter"),
    JSON_AS_TEXT("errors.contentType"),
    SINGLE_DIFFERS_FROM_LIST("consistency.customerBill"),
    FIELDS_OF_A_LIST_IGNORED("fields.customerBill.list"),
    FIELDS_OF_A_SINGLE_IGNORED("fields.customerBill.single"),
    SORT_IGNORED("sort.customerBill.-billDate"),
    NEW_REQUEST_WITHOUT_ACCOUNT("changes.customerBillOnDemand"),
    LOCATION_MISSING("changes.customerBillOnDemand.location"),
    HUB_STAYS("changes.hub.remove"),
    PATCH_CHANGES_NOTHING("changes.customerBill.patch");

    private final String check;

    ServerFault(String check) {
        this.check = check;
    }

    /** The id of the check that must fail, and no other. */
    String check() {
        return check;
    }
}
