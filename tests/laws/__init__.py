"""Laws of counting: what must hold in any world. Each is tried on made-up worlds (two for each of ``CAREHOMES_WORLDS``, 1 by default).

====  ====================================================================================================
rule  held by
====  ====================================================================================================
1     test_the_denominator_is_the_register, test_a_home_that_is_not_on_the_register_changes_nothing
2     test_states_add_up, test_adding_a_no_never_raises_yes, test_not_applicable_leaves_the_denominator,
      test_an_optional_question_of_one_ccg_changes_nothing_else
3     test_the_range_holds_the_share
4     test_areas_are_compared_where_four_in_five_answered
5     test_parts_add_up_to_the_whole, test_a_total_that_says_the_same_changes_nothing
6     test_parts_add_up_to_the_whole, test_alignment_changes_no_figure_of_a_ccg
7     test_a_row_of_another_ccg_beside_the_own_changes_nothing
8     test_now_is_a_sum_of_then, test_a_merger_changes_no_england_total, test_local_authorities_and_the_rest_add_up_to_england,
      test_older_and_the_others_add_up_to_england, test_parts_of_a_view_add_up_to_it, test_what_is_only_in_totals_is_not_in_a_view
9     test_people_are_pooled_from_homes_that_gave_both
10    test_carried_never_outvotes, test_carried_counts_are_among_the_answers
11    test_composites_stay_within_their_elements, test_splits_stay_within_their_base
12    test_a_nil_return_changes_only_returned, test_returned_is_never_more_than_there_are, test_what_it_adds_up_to_is_expected
13    test_withdrawing_everything_leaves_nothing, test_as_at_is_what_had_been_decided,
      test_the_state_at_any_moment_is_a_replay_of_the_journal_up_to_it,
      test_the_order_of_loading_does_not_matter, test_publishing_after_every_return_equals_publishing_once
14    test_shares_are_pooled_counts_rounded_once, test_parts_add_up_to_the_whole
====  ====================================================================================================
"""
